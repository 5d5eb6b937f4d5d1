import Diffusion
import Foundation
import Generation
import TestSupport

/// A copy of a fixture's pipeline, whose JSON files tests change.
struct PipelineFolder {
    private let folder: TemporaryFolder

    /// A copy of the pipeline of the given name.
    init(_ name: String) throws {
        folder = try TemporaryFolder()
        try folder.copyPipeline(Fixtures.path("pipelines/" + name))
    }

    /// Where it is.
    var path: String { folder.path }

    /// A file's text.
    func text(_ file: String) throws -> String {
        try String(contentsOfFile: path + "/" + file, encoding: .utf8)
    }

    /// Writes a file anew.
    func write(_ bytes: some Sequence<UInt8>, to file: String) throws {
        try folder.write(bytes, to: file)
    }

    /// Removes a file.
    func remove(_ file: String) throws {
        try FileManager.default.removeItem(atPath: path + "/" + file)
    }

    /// Sets a key of a JSON file, where `value` is JSON; nil removes it.
    func set(_ key: String, _ value: String?, in file: String) throws {
        let data = Data(try text(file).utf8)
        guard var object = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            return
        }
        object[key] = try value.map {
            try JSONSerialization.jsonObject(with: Data($0.utf8), options: .fragmentsAllowed)
        }
        try write(JSONSerialization.data(withJSONObject: object), to: file)
    }

    /// Loads the pipeline in fp32.
    func load() async throws -> DiffusersEngine {
        try await DiffusersLoader().load(
            LoadRequest(model: path, precision: "fp32", device: "cpu"), report: { _ in })
    }
}

extension DiffusersEngine {
    /// The pictures of a request, with all that is reported on the way.
    func events(of request: ImageRequest) async throws -> [GenerationEvent] {
        try validate(request)
        var events: [GenerationEvent] = []
        for try await event in generate(request) { events.append(event) }
        return events
    }

    /// The pictures of a request.
    func pictures(of request: ImageRequest) async throws -> [GeneratedImage] {
        try await events(of: request).compactMap {
            if case .image(let image) = $0 { image } else { nil }
        }
    }
}
