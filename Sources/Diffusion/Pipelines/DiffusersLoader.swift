import FoundationEssentials
package import Generation
import Layers
import Tensors

/// Loads diffusers pipelines from folders and by the names that Easel knows.
package struct DiffusersLoader: EngineLoader {
    private let threads = ThreadCount()

    private let hasher: FileHasher

    /// A loader whose engines say what their weights are by `hasher`.
    package init(
        hasher: FileHasher = FileHasher(cache: DigestCache(ProcessInfo.processInfo.environment))
    ) {
        self.hasher = hasher
    }

    package var summary: String {
        let backend = Device.cpu.backend
        let best = backend.computeTypes[0].name
        return "cpu \(backend.summary), \(best) · no CUDA device"
    }

    package var devices: [DeviceSummary] {
        let cpu = Device.cpu
        return [
            DeviceSummary(
                name: cpu.name, description: cpu.backend.summary,
                precisions: cpu.backend.computeTypes.map(\.name),
                memoryTotal: cpu.backend.totalBytes, memoryFree: cpu.backend.availableBytes)
        ]
    }

    package let known = [BuiltInModel.known]

    /// The ways of offloading that the devices can do: the processor has all memory within its reach.
    static let offloads = ["none"]

    package func setThreads(_ count: Int?) {
        threads.set(count)
    }

    package func load(
        _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> any Engine {
        try await load(request, report: report) as DiffusersEngine
    }

    /// Loads a model, on the compute thread.
    @Compute
    package func load(
        _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
    ) throws -> DiffusersEngine {
        try Task.checkCancellation()
        threads.apply()
        let device = try Self.device(request.device)
        if let offload = request.offload, !Self.offloads.contains(offload) {
            throw LoadError.noOffload(offload, device: device.name, able: Self.offloads)
        }
        device.backend.trim()  // what the model before worked in
        let precision = try Precision(request.precision, on: device)
        if let note = precision.note { report(.note(note)) }
        let location = try ModelLocation(request.model, known: known.map(\.name))
        let source = try location.source(
            device: device, dtype: precision.dtype, variants: precision.variants)
        let pipeline = try LatentDiffusionPipeline(source)
        let identity = EngineIdentity(
            model: location.name, family: pipeline.className, source: location.description,
            precision: precision.dtype.name, device: device.name,
            arithmetic: device.backend.arithmetic)
        return DiffusersEngine(
            pipeline: pipeline, identity: identity,
            defaults: location.defaults ?? pipeline.defaults, threads: threads,
            digest: source.digest(by: hasher))
    }

    private static func device(_ name: String?) throws -> Device {
        guard name == nil || name == Device.cpu.name else {
            throw LoadError.noDevice(name ?? "")
        }
        return .cpu
    }
}

/// The arithmetic that a load asked for, as the device can do it.
private struct Precision {
    let dtype: DType
    let variants: [String]
    let note: String?

    init(_ name: String?, on device: Device) throws {
        let able = device.backend.computeTypes
        guard let name else {
            dtype = able[0]
            variants = ["", "bf16", "fp16"]
            note = nil
            return
        }
        guard let wanted = DType(name: name) else { throw LoadError.unknownPrecision(name) }
        dtype = able.contains(wanted) ? wanted : able[0]
        variants = wanted == .float32 ? ["", "fp16", "bf16"] : [wanted.name, "", "fp16", "bf16"]
        note =
            dtype == wanted
            ? nil : "\(device) has no \(wanted.name) arithmetic: computing in \(dtype.name)"
    }
}
