import Diagnostics
import Generation
import Images
import Shell
import Synchronization

/// An engine without a model, whose pictures follow from the request alone.
struct FakeEngine: Engine {
    let identity: EngineIdentity
    var settings = EngineSettings(
        honoured: ["seed", "steps", "guidance", "negative", "size", "aspect", "scheduler", "n"],
        steps: 4, guidance: 7.5, size: ImageSize(width: 16, height: 16), sizeMultiple: 8,
        aspects: [
            AspectRatio(name: "1:1", size: ImageSize(width: 16, height: 16)),
            AspectRatio(name: "3:2", size: ImageSize(width: 24, height: 16)),
        ], schedulers: ["ddim", "euler", "pndm"], scheduler: "pndm")
    /// The step that never ends; nil where all do.
    var endlessStep: Int?
    /// The steps that it has come to and that do not end.
    var halts = Record<Int>()
    /// The bits in which each value differs from what it would be without them.
    var drift: UInt8 = 0
    /// Gets a 1 when the events of a request are let go.
    var ends = Record<Int>()
    /// What the step without an end waits for, whatever is cancelled; nil where it ends when it is cancelled.
    var gate: Gate?

    func validate(_ request: ImageRequest) throws {
        if request.prompt == "refused" { throw FakeError.refused }
    }

    func generate(
        _ request: ImageRequest, previewEvery: Int?
    ) -> any AsyncSequence<GenerationEvent, any Error> & Sendable {
        FakeSequence(engine: self, request: request, previewEvery: previewEvery)
    }

    func weightsDigest() -> String? { "sha256:" + String(repeating: "0f", count: 32) }
}

/// The events of a request, made as they are asked for.
private struct FakeSequence: AsyncSequence, Sendable {
    typealias Element = GenerationEvent
    typealias Failure = any Error

    let engine: FakeEngine
    let request: ImageRequest
    let previewEvery: Int?

    func makeAsyncIterator() -> Iterator {
        Iterator(events: events[...], sequence: self)
    }

    struct Iterator: AsyncIteratorProtocol {
        var events: ArraySlice<GenerationEvent>
        let sequence: FakeSequence
        private var reached: StepProgress?
        private var isOver = false
        private let end: End

        init(events: ArraySlice<GenerationEvent>, sequence: FakeSequence) {
            self.events = events
            self.sequence = sequence
            end = End(sequence.engine.ends)
        }

        mutating func next() async throws -> GenerationEvent? {
            if isOver { throw CancellationError() }
            if case .step(let progress) = events.first,
                progress.step == sequence.engine.endlessStep
            {
                sequence.engine.halts.append(progress.step)
                if let gate = sequence.engine.gate {
                    await gate.pass()
                } else {
                    try? await Task.sleep(for: .seconds(60))
                }
            }
            if Task.isCancelled {
                isOver = true
                guard let reached else { throw CancellationError() }
                return .partial(sequence.picture(reached.image, partial: reached))
            }
            let event = events.popFirst()
            switch event {
            case .step(let progress): reached = progress
            case .image: reached = nil
            default: break
            }
            return event
        }
    }

    /// All that happens where nothing interrupts it.
    private var events: [GenerationEvent] {
        let cut: [GenerationEvent] =
            request.prompt.count > 100 ? [.note("the prompt was cut")] : []
        return cut
            + (0..<request.count).flatMap { image in
                (1...request.steps).flatMap { step in after(step, of: image) } + [
                    .decoding(image: image), .image(picture(image)),
                ]
            }
    }

    private func after(_ step: Int, of image: Int) -> [GenerationEvent] {
        let progress = StepProgress(image: image, step: step, total: request.steps)
        guard let previewEvery, step.isMultiple(of: previewEvery), step < request.steps else {
            return [.step(progress)]
        }
        let pixels = picture(image, partial: progress).pixels
        return [.step(progress), .preview(Preview(progress: progress, pixels: pixels))]
    }

    /// Picture `image` of the request, as far as it has come.
    private func picture(_ image: Int, partial: StepProgress? = nil) -> GeneratedImage {
        var one = request
        one.seed = request.seed + UInt64(image)
        one.count = 1
        return GeneratedImage(
            pixels: draw(one, steps: partial?.step ?? one.steps), request: one,
            engine: engine.identity, seconds: 0.314,
            scheduler: one.scheduler ?? engine.settings.scheduler, partial: partial)
    }

    /// A picture in which every decision of the request has its pixels.
    private func draw(_ request: ImageRequest, steps: Int) -> RGBImage {
        let text = "\(request.prompt)|\(request.negative ?? "-")|\(request.guidance)|\(steps)"
        var state = request.seed &+ 1
        for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let count = request.size.width * request.size.height * 3
        let bytes = (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56) ^ engine.drift
        }
        return RGBImage(width: request.size.width, height: request.size.height, bytes: bytes)
    }
}

/// Says when it is let go.
private final class End: Sendable {
    private let record: Record<Int>

    init(_ record: Record<Int>) {
        self.record = record
    }

    deinit {
        record.append(1)
    }
}

/// Where one task waits, deaf to cancellation, until a test lets it on.
final class Gate: Sendable {
    private struct State {
        var waiting: CheckedContinuation<Void, Never>?
        var isOpen = false
    }

    private let state = Mutex(State())

    /// Waits until the gate is open.
    func pass() async {
        await withCheckedContinuation { waiting in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting = waiting }
                return state.isOpen
            }
            if isOpen { waiting.resume() }
        }
    }

    /// Opens the gate.
    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            return state.waiting.take()
        }
        waiting?.resume()
    }
}

/// What a fake engine or loader refuses.
enum FakeError: ExplainedError {
    case refused
    case noModel(String)
    case noOffload(String)

    var message: String {
        switch self {
        case .refused: "this prompt is refused"
        case .noModel(let name): "there is no model `\(name)`"
        case .noOffload(let mode): "there is no offload `\(mode)` here"
        }
    }

    var hint: String? {
        switch self {
        case .refused, .noOffload: nil
        case .noModel: "`models` lists the names"
        }
    }
}

/// Loads fake engines.
struct FakeLoader: EngineLoader {
    let summary = "cpu Fake, 2 cores · no CUDA device"
    let devices = [
        DeviceSummary(
            name: "cpu", description: "Fake, 2 cores", precisions: ["bf16", "fp32"],
            memoryTotal: 16 << 30, memoryFree: 12 << 30)
    ]
    let known = [
        KnownModel(name: "sketch", summary: "the built-in model"),
        KnownModel(name: "wide", summary: "sizes in steps of 64"),
        KnownModel(name: "deaf", summary: "ignores negative prompts and schedulers"),
        KnownModel(name: "slow", summary: "never ends its first step"),
        KnownModel(name: "halting", summary: "never ends its second step"),
        KnownModel(name: "paid", summary: "a service"),
        KnownModel(name: "stubborn", summary: "halts, and does not hear of a cancellation"),
    ]
    let accounts: [any AccountService] = [FakeAccount()]
    var store: (any ModelStore)? = FakeStore()
    /// The steps that its engines have come to and that do not end.
    let halts = Record<Int>()
    /// What this machine's arithmetic is called.
    var arithmetic = "none"
    /// The bits in which its pictures differ from another machine's.
    var drift: UInt8 = 0
    /// Gets a 1 when the events of a request are let go.
    let ends = Record<Int>()
    /// What the stubborn one waits for.
    let gate = Gate()
    /// What `setThreads` was told, in order.
    let threads = Record<Int?>()

    func load(
        _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> any Engine {
        guard known.contains(where: { $0.name == request.model }) else {
            throw FakeError.noModel(request.model)
        }
        if let offload = request.offload, offload != "none" { throw FakeError.noOffload(offload) }
        if request.precision == "fp16" { report(.note("the cpu has no fp16: bf16 is used")) }
        let precision = request.precision == "fp16" ? "bf16" : request.precision ?? "bf16"
        var engine = FakeEngine(
            identity: EngineIdentity(
                model: request.model, family: "FakePipeline", source: "nowhere",
                precision: precision,
                device: request.model == "paid" ? "remote" : request.device ?? "cpu",
                arithmetic: arithmetic), drift: drift)
        engine.halts = halts
        engine.ends = ends
        switch request.model {
        case "wide": engine.settings.sizeMultiple = 64
        case "deaf": engine.settings.honoured.subtract(["negative", "scheduler"])
        case "slow": engine.endlessStep = 1
        case "halting": engine.endlessStep = 2
        case "stubborn":
            engine.endlessStep = 2
            engine.gate = gate
        default: break
        }
        return engine
    }

    func plan(_ request: LoadRequest) async throws -> LoadPlan {
        guard known.contains(where: { $0.name == request.model }) else {
            throw FakeError.noModel(request.model)
        }
        return request.model == "paid"
            ? LoadPlan([Fact("price", "much"), Fact("base", request.base ?? "-")])
            : LoadPlan([])
    }

    func setThreads(_ count: Int?) { threads.append(count) }
}

/// A store that takes a model's files for fetched when it is told to fetch them.
struct FakeStore: ModelStore {
    var models: [StoredModel] = []
    private let removed = Record<String>()

    init(models: [StoredModel] = []) { self.models = models }

    func stored() -> [StoredModel] { models.filter { !removed.all.contains($0.name) } }

    func download(_ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void) -> String
    {
        report(.note("downloading \(request.model)"))
        report(.progress(LoadProgress(label: request.model, done: 1, total: 2)))
        return "\(request.model) is now here"
    }

    func removal(of model: String) -> String { "\(model) takes 4.3 GB" }

    func remove(_ model: String) -> String {
        removed.append(model)
        return "removed \(model)"
    }
}

/// A service that knows one key.
struct FakeAccount: AccountService {
    static let key = "a-key-of-no-known-form-1234"
    let name = "openai"
    let summary = "a service"
    let secret = "key"
    private let stored = Record<String?>()

    func state() -> AccountState {
        guard let key = stored.all.last ?? nil else { return .signedOut }
        return .signedIn(ending: String(key.suffix(4)), place: "memory")
    }

    func login(_ secret: String) throws -> String {
        guard secret == Self.key else { throw FakeError.refused }
        stored.append(secret)
        return "logged in to openai"
    }

    func logout() -> String {
        stored.append(nil)
        return "logged out of openai"
    }
}

/// Types keys in the place of a person.
struct FakeSecrets: SecretSource {
    var typed: String? = FakeAccount.key

    func secret(_ prompt: String) -> String? { typed }
}
