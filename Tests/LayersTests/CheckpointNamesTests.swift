import Layers
import Tensors
import TestSupport
import Testing

/// Tensors that a model asks for by other names than the file has, and parts of them.
@Suite struct CheckpointNamesTests {
    private struct Names: CheckpointNames {
        func source(of name: String) -> TensorSource? {
            switch name {
            case "first": TensorSource("in.all", .third(0))
            case "second": TensorSource("in.all", .third(1))
            case "third": TensorSource("in.all", .third(2))
            case "turned": TensorSource("in.matrix", .transposed)
            case "odd": TensorSource("in.matrix", .third(0))
            case "flat": TensorSource("in.vector", .transposed)
            case "inner": TensorSource("in")
            case "lost": TensorSource("in.matrx")
            default: nil
            }
        }
    }

    /// A file of `in.all`, [3, 2], `in.matrix`, [2, 3], `in.vector`, [2], and `out`, with the numbers from 0 on.
    private static func store(_ folder: TemporaryFolder) throws -> WeightsStore {
        let header = """
            {"in.all":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]},\
            "in.matrix":{"dtype":"F32","shape":[2,3],"data_offsets":[24,48]},\
            "in.vector":{"dtype":"F32","shape":[2],"data_offsets":[48,56]},\
            "out":{"dtype":"F32","shape":[2],"data_offsets":[56,64]}}
            """
        let values = (0..<16).flatMap { number in
            withUnsafeBytes(of: Float(number).bitPattern.littleEndian) { Array($0) }
        }
        let path = try folder.write(safetensors(header: header) + values, to: "a.safetensors")
        return WeightsStore(
            path: path, files: [try SafetensorsFile(path: path)], device: .cpu, dtype: .float32,
            translation: Names(), isPart: { $0.hasPrefix("in.") })
    }

    @Compute
    @Test func partsAreFound() throws {
        let folder = try TemporaryFolder()
        let root = try Self.store(folder).root
        func values(_ name: String, _ shape: Shape) throws -> [Float] {
            try Tensor(root.appending(name).array(shape), as: .float32, on: .cpu).floats()
        }
        #expect(try values("first", [1, 2]) == [0, 1])
        #expect(try values("second", [1, 2]) == [2, 3])
        #expect(try values("third", [1, 2]) == [4, 5])
        #expect(try values("turned", [3, 2]) == [6, 9, 7, 10, 8, 11])
    }

    @Test func whatIsNotThereIsNamedAsTheFileNamesIt() throws {
        let folder = try TemporaryFolder()
        let store = try Self.store(folder)
        #expect(store.root.inner.exists)
        #expect(!store.root.lost.exists && !store.root.out.exists)
        let path = folder.path + "/a.safetensors"
        func error(_ name: String, _ shape: Shape) -> WeightsError? {
            #expect(throws: WeightsError.self) { try store.root.appending(name).array(shape) }
        }
        #expect(error("lost", [2])?.message == "`\(path)` has no tensor `in.matrx`")
        #expect(
            error("lost", [2])?.hint == "the nearest it has: `in.matrix`, `in.all`")
        #expect(error("out", [2])?.message == "`\(path)` has no tensor `out`")
        #expect(
            error("first", [2, 2])?.message
                == "tensor `in.all` of `\(path)` has the shape [3, 2], and the configuration asks for [6, 2]"
        )
        #expect(
            error("turned", [2, 3])?.message
                == "tensor `in.matrix` of `\(path)` has the shape [2, 3], and the configuration asks for [3, 2]"
        )
        #expect(
            error("odd", [1, 3])?.message
                == "`\(path)` is damaged at tensor `in.matrix`: its shape [2, 3] is not that of query, key and value, one under the other"
        )
        #expect(
            error("flat", [2])?.message
                == "`\(path)` is damaged at tensor `in.vector`: its shape [2] is not that of a matrix"
        )
    }

    @Test func whatIsNotUsedIsNamedAsTheFileNamesIt() throws {
        let folder = try TemporaryFolder()
        let store = try Self.store(folder)
        _ = try store.root.second.array([1, 2])
        let unused = #expect(throws: WeightsError.self) { try store.checkAllUsed() }
        #expect(unused?.message.hasSuffix("not use: `in.matrix`, `in.vector`") == true)
    }
}
