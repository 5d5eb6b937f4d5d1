import Diffusion
import Generation
import Glibc
import Tensors

/// The measures of a pipeline.
struct Bench: Sendable {
    let options: BenchOptions
    private let loader = DiffusersLoader()

    init(_ options: BenchOptions) {
        self.options = options
        loader.setThreads(options.threads)
    }

    /// Times what was asked for, printing a line each.
    func run() async throws {
        var engine: DiffusersEngine?
        var seconds = try await timed(runs: 0) { engine = try await load() }
        if options.firstStep, let engine { return try await untilFirstStep(engine) }
        if options.only.contains("load") {
            for _ in 0..<options.runs {
                engine = nil
                seconds += try await timed(runs: 0) { engine = try await load() }
            }
            report("load", seconds)
        }
        guard let engine else { return }
        if options.only.contains("unet") { report("unet", try await unet(engine)) }
        if options.only.contains("vae") { report("vae", try await vae(engine)) }
        if options.only.contains("preview") { report("preview", try await preview(engine)) }
        if options.only.contains("interrupt") { try await interrupt() }
        if options.only.contains("image") {
            report(
                "image",
                try await timed(runs: max(1, options.runs - 1)) { try await picture(engine) })
        }
    }

    func load() async throws -> DiffusersEngine {
        let request = LoadRequest(model: options.folder, precision: options.precision)
        return try await loader.load(request, report: { _ in })
    }

    func request(_ engine: DiffusersEngine) -> ImageRequest {
        ImageRequest(
            prompt: "a lion having coffee", negative: "blurry", seed: 42, steps: options.steps,
            guidance: engine.settings.guidance, size: options.size)
    }

    /// Says when the first step begins and when it has ended, and ends the program.
    @Compute
    private func untilFirstStep(_ engine: DiffusersEngine) throws {
        var denoising = try Denoising(engine.pipeline, request(engine), note: { _ in })
        print(#"{"measure": "first-step-begins"}"#)
        fflush(nil)
        try denoising.advance()
        print(#"{"measure": "first-step-ended"}"#)
        fflush(nil)
        exit(0)
    }

    /// The seconds of previews after a step, the first of which may have to find the model's colours.
    @Compute
    private func preview(_ engine: DiffusersEngine) async throws -> [Double] {
        var denoising = try Denoising(engine.pipeline, request(engine), note: { _ in })
        try denoising.advance()
        var seconds: [Double] = []
        for _ in 0...options.runs * 10 {
            let begun = ContinuousClock.now
            _ = try await engine.previewer.preview(of: denoising)
            seconds.append((ContinuousClock.now - begun) / .seconds(1))
        }
        return seconds
    }

    private func picture(_ engine: DiffusersEngine) async throws {
        for try await _ in engine.generate(request(engine)) {}
    }

    @Compute
    private func unet(_ engine: DiffusersEngine) throws -> [Double] {
        let latents = try noise(engine, batch: 2)
        let (unet, dtype) = (engine.pipeline.unet, latents.dtype)
        let text = try Tensor(
            [Float](repeating: 0.5, count: 2 * 77 * unet.contextWidth),
            shape: [2, 77, unet.contextWidth], on: .cpu
        ).cast(to: dtype)
        let condition = UNetCondition(text: text)
        return try timed(runs: options.runs) {
            _ = try unet(latents, timestep: 500, condition: condition)
        }
    }

    @Compute
    private func vae(_ engine: DiffusersEngine) throws -> [Double] {
        let latents = try noise(engine, batch: 1)
        Device.cpu.backend.trim()
        return try timed(runs: options.runs) { _ = try engine.pipeline.vae.decode(latents) }
    }

    /// Random latents of the size that is timed.
    @Compute
    private func noise(_ engine: DiffusersEngine, batch: Int) throws -> Tensor {
        let vae = engine.pipeline.vae
        let (height, width) = (options.size.height / vae.scale, options.size.width / vae.scale)
        var generator = TorchGenerator(seed: 1)
        let values = generator.normals(batch * height * width * vae.latentChannels)
        let dtype = DType(name: engine.identity.precision) ?? .float32
        return try Tensor(values, shape: [batch, height, width, vae.latentChannels], on: .cpu)
            .cast(to: dtype)
    }

    /// The seconds of a cold run and of `runs` more.
    private func timed(runs: Int, _ work: () async throws -> Void) async rethrows -> [Double] {
        var seconds: [Double] = []
        for _ in 0...runs {
            let begun = ContinuousClock.now
            try await work()
            seconds.append((ContinuousClock.now - begun) / .seconds(1))
        }
        return seconds
    }

    /// The same for work on the compute thread.
    @Compute
    private func timed(runs: Int, _ work: () throws -> Void) rethrows -> [Double] {
        var seconds: [Double] = []
        for _ in 0...runs {
            let begun = ContinuousClock.now
            try work()
            seconds.append((ContinuousClock.now - begun) / .seconds(1))
        }
        return seconds
    }

    /// Prints a measure: the median of the runs after the cold first, and the process's highest memory until now.
    private func report(_ measure: String, _ seconds: [Double]) {
        let warm = seconds.count > 1 ? seconds.dropFirst().sorted() : seconds
        let median = (warm[(warm.count - 1) / 2] + warm[warm.count / 2]) / 2
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        print(
            #"{"measure": "\#(measure)", "seconds": \#(median), "cold": \#(seconds[0]), "#
                + #""peak_bytes": \#(usage.ru_maxrss * 1024)}"#)
        fflush(nil)
    }
}
