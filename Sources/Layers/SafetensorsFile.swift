import FoundationEssentials
import Glibc
package import Tensors

/// A safetensors file, mapped into memory.
///
/// The format: eight bytes, little-endian, with the header's length; a JSON header of names, types, shapes and offsets; the values.
package final class SafetensorsFile: Sendable {
    /// Where the file is.
    package let path: String
    private let mapping: Mapping
    private let entries: [String: Entry]

    private struct Entry {
        var dtype: String
        var shape: [Int]
        var range: Range<Int>
    }

    /// Maps the file and checks that its tensors lie inside it, one after the other and to its end.
    package init(path: String) throws {
        self.path = path
        mapping = try Mapping(path: path)
        entries = try Self.readEntries(mapping, path: path)
    }

    /// The names of the tensors, in no order.
    package var names: [String] { Array(entries.keys) }

    /// The tensor of the given name, as it lies in the file; nil where there is none.
    package func array(_ name: String) throws -> HostArray? {
        guard let entry = entries[name] else { return nil }
        guard let dtype = Self.floatTypes[entry.dtype] else {
            throw WeightsError.unsupportedType(path: path, tensor: name, type: entry.dtype)
        }
        return HostArray(
            address: mapping.address + entry.range.lowerBound, dtype: dtype,
            shape: Shape(entry.shape), owner: mapping, isInFile: true)
    }

    /// The bytes of a tensor of any type, for those that no layer takes (token ids, pictures).
    package func bytes(_ name: String) -> [UInt8]? {
        guard let range = entries[name]?.range else { return nil }
        return Array(
            UnsafeRawBufferPointer(start: mapping.address + range.lowerBound, count: range.count))
    }

    /// The shape of a tensor of any type.
    package func shape(_ name: String) -> Shape? {
        entries[name].map { Shape($0.shape) }
    }

    /// What the file says of itself beside its tensors, texts by their names.
    package var metadata: [String: String] {
        let header = try? JSONDecoder().decode(Metadata.self, from: mapping.header)
        return header?.metadata ?? [:]
    }

    private static let floatTypes: [String: DType] = [
        "F32": .float32, "BF16": .bfloat16, "F16": .float16,
    ]
    private static let sizes = [
        "F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "BF16": 2, "F16": 2, "I16": 2,
        "U16": 2, "I8": 1, "U8": 1, "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1,
    ]

    private static func readEntries(_ mapping: Mapping, path: String) throws -> [String: Entry] {
        guard mapping.byteCount >= 8 else {
            throw WeightsError.damaged(path: path, why: "it has only \(mapping.byteCount) bytes")
        }
        let length = UInt64(littleEndian: mapping.address.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(mapping.byteCount - 8) else {
            throw WeightsError.damaged(
                path: path,
                why: "its header claims \(length) bytes, and \(mapping.byteCount - 8) are there")
        }
        let begin = 8 + Int(length)
        let header = try? JSONDecoder().decode([String: HeaderEntry].self, from: mapping.header)
        guard let header else {
            throw WeightsError.damaged(path: path, why: "its header is not valid JSON")
        }
        var entries: [String: Entry] = [:]
        for (name, entry) in header where name != "__metadata__" {
            entries[name] = try checked(
                entry, name: name, path: path, dataBegin: begin, fileEnd: mapping.byteCount)
        }
        try checkOrder(entries, path: path, dataBegin: begin, fileEnd: mapping.byteCount)
        return entries
    }

    /// Refuses tensors that share bytes, and bytes that belong to none, as the format does.
    private static func checkOrder(
        _ entries: [String: Entry], path: String, dataBegin: Int, fileEnd: Int
    ) throws {
        let ordered = entries.sorted {
            ($0.value.range.lowerBound, $0.value.range.upperBound, $0.key)
                < ($1.value.range.lowerBound, $1.value.range.upperBound, $1.key)
        }
        var end = dataBegin
        for (name, entry) in ordered {
            guard entry.range.lowerBound == end else {
                throw WeightsError.damagedTensor(
                    path: path, tensor: name,
                    why: "it begins at byte \(entry.range.lowerBound - dataBegin) of the data, and "
                        + "the tensors before it end at \(end - dataBegin)")
            }
            end = entry.range.upperBound
        }
        guard end == fileEnd else {
            throw WeightsError.damaged(
                path: path,
                why:
                    "its tensors take \(end - dataBegin) bytes, and \(fileEnd - dataBegin) are there"
            )
        }
    }

    private static func checked(
        _ entry: HeaderEntry, name: String, path: String, dataBegin: Int, fileEnd: Int
    ) throws -> Entry {
        guard let dtype = entry.dtype, let shape = entry.shape, let offsets = entry.dataOffsets,
            offsets.count == 2, offsets[0] >= 0, offsets[1] >= offsets[0],
            shape.allSatisfy({ $0 >= 0 })
        else {
            throw WeightsError.damagedTensor(
                path: path, tensor: name, why: "its entry is incomplete")
        }
        guard offsets[1] <= fileEnd - dataBegin else {
            throw WeightsError.damagedTensor(
                path: path, tensor: name,
                why:
                    "it ends at byte \(offsets[1]) of the data, and \(fileEnd - dataBegin) are there"
            )
        }
        guard let size = sizes[dtype] else {
            throw WeightsError.unsupportedType(path: path, tensor: name, type: dtype)
        }
        let product = shape.reduce((size, false)) { product, side in
            let next = product.0.multipliedReportingOverflow(by: side)
            return (next.partialValue, product.1 || next.overflow)
        }
        guard !product.1, product.0 == offsets[1] - offsets[0] else {
            throw WeightsError.damagedTensor(
                path: path, tensor: name,
                why: "\(dtype) \(shape) does not take the \(offsets[1] - offsets[0]) bytes it has")
        }
        return Entry(
            dtype: dtype, shape: shape, range: dataBegin + offsets[0]..<dataBegin + offsets[1])
    }
}

/// One value of the header: a tensor's entry, or the file's metadata, whose keys are others.
private struct HeaderEntry: Decodable {
    var dtype: String?
    var shape: [Int]?
    var dataOffsets: [Int]?

    private enum CodingKeys: String, CodingKey {
        case dtype, shape
        case dataOffsets = "data_offsets"
    }
}

/// The one value of the header that is no tensor's entry.
private struct Metadata: Decodable {
    var metadata: [String: String]?

    private enum CodingKeys: String, CodingKey {
        case metadata = "__metadata__"
    }
}

/// A file's bytes in memory, read by the system when they are touched.
private final class Mapping: @unchecked Sendable {
    let address: UnsafeRawPointer
    let byteCount: Int

    init(path: String) throws {
        // Without O_NONBLOCK, opening a pipe waits for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw WeightsError.unreadable(path: path, why: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw WeightsError.unreadable(path: path, why: "it is not a file")
        }
        guard status.st_size > 0 else {
            throw WeightsError.damaged(path: path, why: "it is empty")
        }
        byteCount = Int(status.st_size)
        guard let mapped = mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, descriptor, 0),
            mapped != MAP_FAILED
        else {
            throw WeightsError.unreadable(path: path, why: String(cString: strerror(errno)))
        }
        address = UnsafeRawPointer(mapped)
    }

    /// The JSON of a header whose length is known to lie within the file.
    var header: Data {
        let length = UInt64(littleEndian: address.loadUnaligned(as: UInt64.self))
        return Data(
            bytesNoCopy: UnsafeMutableRawPointer(mutating: address + 8),
            count: min(Int(clamping: length), byteCount - 8), deallocator: .none)
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: address), byteCount)
    }
}
