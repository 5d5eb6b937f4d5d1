import Diffusion
import Generation
import Glibc
import Tensors

// Times Easel on a pipeline; prints one line of JSON a measure, as `diffusers_bench.py` does for diffusers.
//
//     easel-bench FOLDER fp32|bf16 [--threads N] [--size 512x512] [--steps 4] [--runs 3]
//         [--only load,unet,vae,image,preview,interrupt] [--first-step]

guard let options = BenchOptions(CommandLine.arguments) else {
    print("usage: easel-bench FOLDER PRECISION [--threads N] [--size WxH] [--steps N] [--runs N]")
    print("                   [--only load,unet,vae,image,preview,interrupt] [--first-step]")
    exit(2)
}
try await Bench(options).run()
