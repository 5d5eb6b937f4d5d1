import Diagnostics
import FoundationEssentials
package import Generation
import Layers
import Synchronization
import Tensors

/// Loads diffusers pipelines from folders and by the names that Easel knows.
package struct DiffusersLoader: EngineLoader {
    private let threads = ThreadCount()

    /// A loader.
    package init() {}

    package var summary: String {
        let backend = Device.cpu.backend
        let best = backend.computeTypes[0].name
        return "cpu \(backend.summary), \(best) · no CUDA device"
    }

    package let known = [
        KnownModel(
            name: "sketch",
            summary: "the built-in model: emoji-like pictures, 256x256, in under a second")
    ]

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
        threads.apply()
        let device = try Self.device(request.device)
        let precision = try Precision(request.precision, on: device)
        if let note = precision.note { report(.note(note)) }
        let location = try Self.locate(request.model, known: known.map(\.name))
        let folder = try RepositoryFolder(
            path: location.folder, index: ModelIndex(folder: location.folder), device: device,
            dtype: precision.dtype, variants: precision.variants,
            progress: LoadProgress(folder: location.folder, report: report).add)
        let pipeline = try LatentDiffusionPipeline(folder)
        device.backend.trim()
        let identity = EngineIdentity(
            model: location.name, family: pipeline.className, source: location.source,
            precision: precision.dtype.name, device: device.name,
            arithmetic: device.backend.arithmetic)
        let isXL = pipeline.className.contains("XL")
        return DiffusersEngine(
            pipeline: pipeline, identity: identity, steps: location.name == "sketch" ? 20 : 50,
            guidance: location.name == "sketch" || isXL ? 5 : 7.5, threads: threads)
    }

    private static func device(_ name: String?) throws -> Device {
        guard name == nil || name == Device.cpu.name else {
            throw LoadError.noDevice(name ?? "")
        }
        return .cpu
    }

    /// Where a model is: its folder, its name, and what to record as its source.
    private static func locate(
        _ model: String, known: [String]
    ) throws -> (folder: String, name: String, source: String) {
        if model == "sketch" { return (try BuiltInModel.folder(), model, "built-in") }
        var isFolder = false
        guard FileManager.default.fileExists(atPath: model, isDirectory: &isFolder) else {
            if model.contains("/") { throw LoadError.noFolder(model) }
            throw LoadError.unknownModel(model, nearest: nearest(to: model, among: known))
        }
        guard isFolder else { throw LoadError.notAFolder(model) }
        let path = URL(fileURLWithPath: model).standardizedFileURL
        return (path.path, path.lastPathComponent, path.path)
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

/// Adds up the bytes of weights that are in place, and reports their share of all.
private final class LoadProgress: Sendable {
    private let total: Int
    private let done = Mutex(0)
    private let report: @Sendable (LoadEvent) -> Void

    init(folder: String, report: @escaping @Sendable (LoadEvent) -> Void) {
        self.report = report
        let components = ["text_encoder", "text_encoder_2", "unet", "vae"]
        total = components.reduce(0) { sum, component in
            sum + Self.largestFamily(folder + "/" + component)
        }
    }

    func add(_ bytes: Int) {
        let share = done.withLock { done in
            done += bytes
            return total > 0 ? min(1, Double(done) / Double(total)) : 1
        }
        report(.progress(share))
    }

    /// The bytes of a component's weights, all variants together at most counted once by their largest.
    private static func largestFamily(_ folder: String) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let sizes = names.filter { $0.hasSuffix(".safetensors") }.map { name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            return (attributes?[.size] as? Int) ?? 0
        }
        return sizes.reduce(0, +)
    }
}
