import Layers
import Tensors
import TestSupport
import Testing

/// Weights in every form that folders have them in, and folders that lack what they should have.
@Suite struct WeightsFolderTests {
    static let base = "diffusion_pytorch_model"

    static func open(_ folder: String, variants: [String] = [""]) throws -> WeightsStore {
        try WeightsFolder.open(
            folder, base: base, variants: variants, device: .cpu, dtype: .float32)
    }

    /// Every tensor of the fixtures by its name, read as layers read them.
    @Compute
    static func values(_ folder: String, variants: [String]) throws -> [String: [Float]] {
        let store = try open(Fixtures.path("weights/" + folder), variants: variants)
        let blocks = store.root.blocks
        let places: [(Weights, Shape)] = [
            (store.root.conv.weight, [6, 4, 3, 3]), (store.root.conv.bias, [6]),
            (blocks[0].linear.weight, [10, 7]), (blocks[0].linear.bias, [10]),
            (blocks[1].linear.weight, [7, 10]), (blocks[1].linear.bias, [7]),
            (store.root.scale, []), (store.root.empty, [0, 3]),
        ]
        var values: [String: [Float]] = [:]
        for (place, shape) in places {
            let array = try place.array(shape)
            values[place.name] = try Tensor(
                array.reshaped([array.shape.count]), as: .float32, on: .cpu
            ).floats()
        }
        try store.checkAllUsed()
        return values
    }

    @Test(arguments: [
        ("single", [""]), ("sharded", [""]), ("variant", ["", "fp16"]), ("variant", ["fp16"]),
        ("variant_sharded", ["fp16", ""]), ("bf16", [""]), ("both", ["", "fp16"]),
    ])
    func everyFormHoldsTheSame(_ folder: String, _ variants: [String]) async throws {
        let reference = try await Self.values("single", variants: [""])
        #expect(reference["blocks.0.linear.bias"]?.prefix(3) == [-1.4375, -1.125, 1.65625])
        #expect(reference["scale"] == [-1.296875])
        #expect(reference["conv.weight"]?.count == 216)
        let values = try await Self.values(folder, variants: variants)
        #expect(values == reference)
    }

    @Test func theFirstVariantThatIsThereIsRead() async throws {
        let halves = try await Self.values("both", variants: ["fp16", ""])
        #expect(halves["scale"] == [-1.296875 / 2])
    }

    /// A folder's files, what is done with it, and what is said; `DIR` stands for its path.
    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var files: [String: [UInt8]]
        var message: String
        var hint: String?
        var use: @Sendable (WeightsStore) throws -> Void = { _ in }
    }

    static let one = safetensors(header: header(), data: 16)
    static func index(_ map: String) -> [String: [UInt8]] {
        [
            "\(base).safetensors.index.json": Array("{\"weight_map\": {\(map)}}".utf8),
            "1.safetensors": one,
        ]
    }
    static let again = "download or copy the file again"
    static let belongs = "check that the file belongs to this model's `config.json`"

    static let faults: [Fault] = [
        Fault(
            testDescription: "nothing", files: [:],
            message: "`DIR` has no `\(base).safetensors`",
            hint: "check that the folder is complete"),
        Fault(
            testDescription: "only pickles", files: ["\(base).bin": [1]],
            message:
                "`DIR` has no `\(base).safetensors`, only pickled weights, which can hold programs and are not read",
            hint: "convert them to safetensors"),
        Fault(
            testDescription: "an index that is none",
            files: ["\(base).safetensors.index.json": [1]],
            message:
                "`DIR/\(base).safetensors.index.json` is damaged: it is not an index of weights",
            hint: again),
        Fault(
            testDescription: "a shard that is not there",
            files: index(#""a": "1.safetensors", "b": "2.safetensors""#),
            message: "cannot read `DIR/2.safetensors`: No such file or directory"),
        Fault(
            testDescription: "a shard without what the index says",
            files: index(#""a": "1.safetensors", "b": "1.safetensors""#),
            message: "`DIR/1.safetensors` has no tensor `b`", hint: belongs),
        Fault(
            testDescription: "a path", files: index(#""a": "../1.safetensors""#),
            message:
                "`DIR/\(base).safetensors.index.json` is damaged: it names the file `../1.safetensors`",
            hint: again),
        Fault(
            testDescription: "the folder above", files: index(#""a": "..""#),
            message: "`DIR/\(base).safetensors.index.json` is damaged: it names the file `..`",
            hint: again),
        Fault(
            testDescription: "no name", files: index(#""a": """#),
            message: "`DIR/\(base).safetensors.index.json` is damaged: it names the file ``",
            hint: again),
        Fault(
            testDescription: "a missing tensor", files: ["\(base).safetensors": one],
            message: "`DIR/\(base).safetensors` has no tensor `b`", hint: "the nearest it has: `a`",
            use: { _ = try $0.root.b.array([2]) }),
        Fault(
            testDescription: "another shape", files: ["\(base).safetensors": one],
            message:
                "tensor `a` of `DIR/\(base).safetensors` has the shape [2, 2], and the configuration asks for [4]",
            hint: belongs, use: { _ = try $0.root.a.array([4]) }),
        Fault(
            testDescription: "another shape but for ones", files: ["\(base).safetensors": one],
            message:
                "tensor `a` of `DIR/\(base).safetensors` has the shape [2, 2], and the configuration asks for [4, 1]",
            hint: belongs, use: { _ = try $0.root.a.array(squeezing: [4, 1]) }),
        Fault(
            testDescription: "an unused tensor", files: ["\(base).safetensors": one],
            message: "`DIR/\(base).safetensors` has 1 tensor that the model does not use: `a`",
            hint: belongs, use: { try $0.checkAllUsed() }),
    ]

    @Test(arguments: faults)
    func isExplained(_ fault: Fault) throws {
        let folder = try TemporaryFolder()
        for (name, bytes) in fault.files { try folder.write(bytes, to: name) }
        let error = #expect(throws: WeightsError.self) {
            try fault.use(Self.open(folder.path))
        }
        #expect(error?.message == fault.message.replacing("DIR", with: folder.path))
        #expect(error?.hint == fault.hint)
    }

    @Test func theNearestNamesAreNamed() throws {
        let folder = Fixtures.path("weights/single")
        let error = #expect(throws: WeightsError.self) {
            try Self.open(folder).root.blocks[0].linaer.weight.array([10, 7])
        }
        #expect(
            error?.message
                == "`\(folder)/\(Self.base).safetensors` has no tensor `blocks.0.linaer.weight`")
        #expect(
            error?.hint == "the nearest it has: `blocks.0.linear.weight`, `blocks.1.linear.weight`")
    }

    @Test func manyUnusedTensorsAreCounted() throws {
        let folder = Fixtures.path("weights/single")
        let error = #expect(throws: WeightsError.self) {
            try Self.open(folder).checkAllUsed(except: { $0 == "scale" })
        }
        #expect(
            error?.message
                == "`\(folder)/\(Self.base).safetensors` has 7 tensors that the model does not use: "
                + "`blocks.0.linear.bias`, `blocks.0.linear.weight`, `blocks.1.linear.bias`, …")
    }

    /// Values that lie at no multiple of their own size, as old writers left them.
    @Test(arguments: 0..<8)
    @Compute
    func valuesNeedNoAlignment(_ spaces: Int) throws {
        let folder = try TemporaryFolder()
        var bytes = safetensors(header: header() + String(repeating: " ", count: spaces))
        for value: Float in [1.5, -2, 0.25, 3] {
            bytes += withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
        }
        try folder.write(bytes, to: Self.base + ".safetensors")
        let array = try Self.open(folder.path).root.a.array([2, 2])
        let tensor = try Tensor(array, as: .float32, on: .cpu)
        #expect(try tensor.floats() == [1.5, -2, 0.25, 3])
    }
}
