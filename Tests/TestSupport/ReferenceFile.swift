import Layers
package import Tensors

/// A safetensors file of what the reference implementation computed.
package struct ReferenceFile: Sendable {
    private let file: SafetensorsFile

    /// The file under `Tests/Fixtures`.
    package init(_ name: String) throws {
        file = try SafetensorsFile(path: Fixtures.path(name))
    }

    /// The names of the tensors, sorted.
    package var names: [String] { file.names.sorted() }

    /// A tensor's values; nil where there is none of that name.
    package func floats(_ name: String) throws -> [Float]? {
        guard let array = try file.array(name) else { return nil }
        return try Tensor(array, on: .cpu).floats()
    }

    /// A tensor's 8-bit values.
    package func bytes(_ name: String) -> [UInt8]? { file.bytes(name) }

    /// A tensor's 32-bit integers.
    package func integers(_ name: String) -> [Int]? {
        file.bytes(name)?.withUnsafeBytes { $0.bindMemory(to: Int32.self).map { Int($0) } }
    }

    /// A tensor's shape.
    package func shape(_ name: String) -> Shape? { file.shape(name) }
}
