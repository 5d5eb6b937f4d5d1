import Diffusion
import Generation
import Glibc
import Tensors

// Times Easel on a pipeline; prints one line of JSON a measure, as `diffusers_bench.py` does for diffusers.
//
//     easel-bench FOLDER fp32|bf16 [--threads N] [--size 512x512] [--steps 4] [--runs 3]
//         [--only load,unet,vae,image,preview,interrupt] [--first-step]
//
// Or the shell: how soon PATH, the program, is at its prompt, and at the next one after `set steps 9`.
//
//     easel-bench shell PATH [--runs 20]

if let bench = ShellBench(CommandLine.arguments) {
    try bench.run()
    exit(0)
}
guard let options = BenchOptions(CommandLine.arguments) else {
    print("usage: easel-bench FOLDER PRECISION [--threads N] [--size WxH] [--steps N] [--runs N]")
    print("                   [--only load,unet,vae,image,preview,interrupt] [--first-step]")
    print("       easel-bench shell PATH [--runs N]")
    exit(2)
}
try await Bench(options).run()
