import Foundation
import HTTP
import Hub
import Synchronization
import TestSupport

/// A stand-in of the Hub, a cache that is empty, and a store between the two.
struct HubBench {
    let hub: HubStandIn
    let folder: TemporaryFolder
    let environment: HubEnvironment
    let store: HubStore

    /// The name of the pipeline that is served.
    static let pipeline = "tiny/sd"

    /// A bench whose environment has `more` in it; contents are git's own where they do not end in `.safetensors`.
    init(
        _ repositories: [ServedRepository]? = nil, more: [String: String] = [:],
        limits: HTTPLimits = HTTPLimits(stalling: 60), retries: Int = 3
    ) throws {
        let served = try repositories ?? [Self.served()]
        hub = try HubStandIn(served)
        folder = try TemporaryFolder()
        let base = ["HF_HOME": folder.path + "/hf", "HF_ENDPOINT": hub.url, "HOME": folder.path]
        environment = HubEnvironment(base.merging(more) { $1 })
        store = HubStore(
            client: HubClient(
                environment, http: HTTPClient(agent: "easel/test", environment: [:]),
                limits: limits,
                retries: RetryPolicy(retries: retries, firstDelay: 0.01, longestDelay: 0.02)),
            cache: HubCache(folder: environment.cache))
    }

    /// The tiny pipeline, with files that no pipeline needs beside its own.
    static func served() throws -> ServedRepository {
        let fixture = Fixtures.path("pipelines/sd")
        let own = try ServedRepository(
            pipeline, folder: fixture, leavingOut: ["expected.safetensors"])
        var files = Dictionary(uniqueKeysWithValues: own.files.map { ($0.path, $0.bytes) })
        files["unet/diffusion_pytorch_model.fp16.safetensors"] = [1, 2, 3]
        files["vae/diffusion_pytorch_model.bin"] = [4]
        files["v1-5-pruned.safetensors"] = [5]
        files["safety_checker/model.safetensors"] = [6]
        files["README.md"] = Array("# Tiny\n".utf8)
        return ServedRepository(pipeline, files: files)
    }

    /// A pipeline whose one part has weights of so many bytes.
    static func large(_ id: String = "tiny/large", bytes: Int) -> ServedRepository {
        var random = SeededRandom(seed: 7)
        let weights = (0..<bytes).map { _ in UInt8.random(in: 0...255, using: &random) }
        return ServedRepository(
            id,
            files: [
                "model_index.json": Array(
                    #"{"_class_name":"StableDiffusionPipeline","unet":["diffusers","UNet2DConditionModel"]}"#
                        .utf8),
                "unet/config.json": Array("{}".utf8),
                "unet/diffusion_pytorch_model.safetensors": weights,
            ])
    }

    static let weightsPath = "unet/diffusion_pytorch_model.safetensors"

    /// Downloads what a name says.
    @discardableResult
    func download(
        _ text: String = pipeline, variants: [String] = ["", "bf16", "fp16"],
        report: @escaping @Sendable (DownloadEvent) -> Void = { _ in }
    ) async throws -> CachedModel {
        let name = try Self.name(text)
        return try await store.download(
            store.plan(name, variants: variants), report: report)
    }

    static func name(_ text: String) throws -> RepositoryName {
        guard let name = RepositoryName(text) else { throw CocoaError(.formatting) }
        return name
    }

    /// What a download fails with; nil where it does not.
    func failure(_ text: String = pipeline) async -> (any Error)? {
        do {
            try await download(text)
            return nil
        } catch {
            return error
        }
    }

    /// The cache as a list: folders, files with their lengths and links with their targets.
    var tree: [String] {
        let root = environment.cache
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
        return paths.sorted().map { path in
            let whole = root + "/" + path
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: whole) {
                return "\(path) -> \(target)"
            }
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder)
            if isThere, isFolder.boolValue { return path + "/" }
            let size = (try? FileManager.default.attributesOfItem(atPath: whole))?[.size] as? Int
            return "\(path) \(size ?? -1)"
        }
    }

    /// The contents of a file of the model.
    func bytes(_ path: String, of model: CachedModel) -> [UInt8] {
        FileManager.default.contents(atPath: model.folder + "/" + path).map { [UInt8]($0) } ?? []
    }
}

/// Takes what a download tells.
final class Told: Sendable {
    private let events = Mutex<[DownloadEvent]>([])

    var last: DownloadProgress? {
        events.withLock { events in
            events.lazy.compactMap {
                if case .progress(let progress) = $0 { progress } else { nil }
            }
            .last
        }
    }

    var notes: [String] {
        events.withLock { events in
            events.compactMap { if case .note(let text) = $0 { text } else { nil } }
        }
    }

    func take(_ event: DownloadEvent) { events.withLock { $0.append(event) } }
}
