package import Foundation

/// A safetensors file that tests change.
package struct EditableSafetensors {
    /// A tensor as the file has it.
    package struct Entry {
        /// Its type (`F16`).
        package var dtype: String
        /// Its shape.
        package var shape: [Int]
        /// Its values.
        package var data: Data

        /// A tensor of the given facts.
        package init(dtype: String, shape: [Int], data: Data = Data()) {
            self.dtype = dtype
            self.shape = shape
            self.data = data
        }
    }

    /// The tensors by name.
    package var tensors: [String: Entry]
    /// What it says of itself when it is written; what it said when it was read is dropped.
    package var metadata: [String: String] = [:]

    /// A file of the given tensors.
    package init(_ tensors: [String: Entry]) {
        self.tensors = tensors
    }

    /// Reads the file at `path`, which must be a good one.
    package init(path: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let values = data.dropFirst(8 + length)
        let header = try JSONDecoder().decode(
            [String: Header].self, from: data.dropFirst(8).prefix(length))
        tensors = header.compactMapValues { entry in
            guard let dtype = entry.dtype, let shape = entry.shape,
                let offsets = entry.offsets
            else { return nil }
            let begin = values.startIndex
            return Entry(
                dtype: dtype, shape: shape,
                data: Data(values[begin + offsets[0]..<begin + offsets[1]]))
        }
    }

    /// The bytes of the file.
    package func bytes() throws -> Data {
        var header: [String: Header] = [:]
        var values = Data()
        for (name, entry) in tensors.sorted(by: { $0.key < $1.key }) {
            let begin = values.count
            values += entry.data
            header[name] = Header(
                dtype: entry.dtype, shape: entry.shape, offsets: [begin, values.count])
        }
        let about = try JSONEncoder().encode(["__metadata__": metadata])
        let entries = try JSONEncoder().encode(header)
        let json =
            about.dropLast() + (header.isEmpty ? Data() : Data(",".utf8)) + entries.dropFirst()
        let length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
        return length + json + values
    }

    private struct Header: Codable {
        var dtype: String?
        var shape: [Int]?
        var offsets: [Int]?

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case offsets = "data_offsets"
        }
    }
}
