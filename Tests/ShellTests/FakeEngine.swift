import Diagnostics
import Generation
import Images

/// An engine without a model, whose pictures follow from the request alone.
struct FakeEngine: Engine {
    let identity: EngineIdentity
    var settings = EngineSettings(
        honoured: ["seed", "steps", "guidance", "negative", "size", "scheduler", "n"],
        steps: 4, guidance: 7.5, size: ImageSize(width: 16, height: 16), sizeMultiple: 8,
        schedulers: ["ddim", "euler", "pndm"], scheduler: "pndm")
    /// Whether its first step never ends.
    var stalls = false

    func validate(_ request: ImageRequest) throws {
        if request.prompt == "refused" { throw FakeError.refused }
    }

    func generate(_ request: ImageRequest) -> any AsyncSequence<GenerationEvent, any Error>
        & Sendable
    {
        let (events, continuation) = AsyncThrowingStream<GenerationEvent, any Error>.makeStream()
        let task = Task { [self] in
            do {
                try await make(request) { continuation.yield($0) }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        continuation.onTermination = { _ in task.cancel() }
        return events
    }

    private func make(
        _ request: ImageRequest, _ yield: (GenerationEvent) -> Void
    ) async throws {
        if request.prompt.count > 100 { yield(.note("the prompt was cut")) }
        for index in 0..<request.count {
            if stalls { try await Task.sleep(for: .seconds(60)) }
            for step in 1...request.steps {
                try Task.checkCancellation()
                yield(.step(StepProgress(image: index, step: step, total: request.steps)))
            }
            yield(.decoding(image: index))
            var one = request
            one.seed = request.seed + UInt64(index)
            one.count = 1
            yield(
                .image(
                    GeneratedImage(
                        pixels: draw(one), request: one, engine: identity, seconds: 0.314,
                        scheduler: one.scheduler ?? settings.scheduler)))
        }
    }

    /// A picture in which every decision of the request has its pixels.
    private func draw(_ request: ImageRequest) -> RGBImage {
        let text =
            "\(request.prompt)|\(request.negative ?? "-")|\(request.guidance)|\(request.steps)"
        var state = request.seed &+ 1
        for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let count = request.size.width * request.size.height * 3
        let bytes = (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        return RGBImage(width: request.size.width, height: request.size.height, bytes: bytes)
    }
}

/// What a fake engine or loader refuses.
enum FakeError: ExplainedError {
    case refused
    case noModel(String)

    var message: String {
        switch self {
        case .refused: "this prompt is refused"
        case .noModel(let name): "there is no model `\(name)`"
        }
    }

    var hint: String? {
        switch self {
        case .refused: nil
        case .noModel: "`models` lists the names"
        }
    }
}

/// Loads fake engines.
struct FakeLoader: EngineLoader {
    let summary = "cpu Fake, 2 cores · no CUDA device"
    let known = [
        KnownModel(name: "sketch", summary: "the built-in model"),
        KnownModel(name: "wide", summary: "sizes in steps of 64"),
        KnownModel(name: "deaf", summary: "ignores negative prompts and schedulers"),
        KnownModel(name: "slow", summary: "never ends its first step"),
    ]
    /// What `setThreads` was told, in order.
    let threads = Record<Int?>()

    func load(
        _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> any Engine {
        guard known.contains(where: { $0.name == request.model }) else {
            throw FakeError.noModel(request.model)
        }
        if request.precision == "fp16" { report(.note("the cpu has no fp16: bf16 is used")) }
        let precision = request.precision == "fp16" ? "bf16" : request.precision ?? "bf16"
        var engine = FakeEngine(
            identity: EngineIdentity(
                model: request.model, family: "FakePipeline", source: "nowhere",
                precision: precision, device: request.device ?? "cpu", arithmetic: "none"))
        switch request.model {
        case "wide": engine.settings.sizeMultiple = 64
        case "deaf": engine.settings.honoured.subtract(["negative", "scheduler"])
        case "slow": engine.stalls = true
        default: break
        }
        return engine
    }

    func setThreads(_ count: Int?) { threads.append(count) }
}
