import Diffusion
import Foundation
import Generation
import TestSupport

/// A fixture's checkpoint of one file, changed by a test.
struct Checkpoint {
    private let folder: TemporaryFolder
    /// What is in it.
    var file: EditableSafetensors
    /// What it is called.
    var name = "model.safetensors"

    /// The checkpoint of the given name.
    init(_ name: String) throws {
        folder = try TemporaryFolder()
        file = try EditableSafetensors(path: Self.path(name))
    }

    /// The path of a fixture.
    static func path(_ name: String) -> String {
        Fixtures.path("single_file/\(name).safetensors")
    }

    /// Where it goes.
    var path: String { folder.path + "/" + name }

    /// Gives a tensor another name.
    mutating func rename(_ old: String, _ new: String) {
        file.tensors[new] = file.tensors.removeValue(forKey: old)
    }

    /// Removes all tensors whose names begin so.
    mutating func removeAll(_ beginning: String) {
        file.tensors = file.tensors.filter { !$0.key.hasPrefix(beginning) }
    }

    /// Adds a tensor of zeros.
    mutating func add(_ name: String, _ shape: [Int]) {
        file.tensors[name] = .init(
            dtype: "F16", shape: shape, data: Data(count: 2 * shape.reduce(1, *)))
    }

    /// Loads it.
    func load(_ precision: String = "fp32") async throws -> DiffusersEngine {
        try folder.write(file.bytes(), to: name)
        return try await Self.load(path, precision)
    }

    /// Loads the file at `path`.
    static func load(_ path: String, _ precision: String = "fp32") async throws -> DiffusersEngine {
        try await DiffusersLoader(hasher: FileHasher(cache: nil)).load(
            LoadRequest(model: path, precision: precision, device: "cpu"), report: { _ in })
    }
}
