import FoundationEssentials
import Layers
import Tensors
import TestSupport
import Testing

/// Files that are not what they should be: a sentence each, and never a trap.
@Suite struct SafetensorsFaultTests {
    /// A file's bytes, and what is said of it; `FILE` stands for its path.
    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var message: String

        init(_ name: String, _ bytes: [UInt8], _ message: String) {
            testDescription = name
            self.bytes = bytes
            self.message = message
        }

        /// A second tensor `b` of the given entry after the first.
        init(_ name: String, b entry: String, data: Int = 22, _ message: String) {
            self.init(name, safetensors(header: header(#""b":\#(entry)"#), data: data), message)
        }
    }

    static let faults: [Fault] = [
        Fault("empty", [], "`FILE` is damaged: it is empty"),
        Fault("five bytes", [1, 2, 3, 4, 5], "`FILE` is damaged: it has only 5 bytes"),
        Fault(
            "no end of a header", safetensors(header: header(), data: 16, length: .max),
            "`FILE` is damaged: its header claims 18446744073709551615 bytes, and 73 are there"),
        Fault(
            "a header as long as a signed number", safetensors(header: "{}", length: 1 << 63),
            "`FILE` is damaged: its header claims 9223372036854775808 bytes, and 2 are there"),
        Fault(
            "a header one byte too long", safetensors(header: "{}", length: 3),
            "`FILE` is damaged: its header claims 3 bytes, and 2 are there"),
        Fault(
            "no header", safetensors(header: ""),
            "`FILE` is damaged: its header is not valid JSON"),
        Fault(
            "a header that is no JSON", safetensors(header: "{\"a\":"),
            "`FILE` is damaged: its header is not valid JSON"),
        Fault(
            "a header that is a list", safetensors(header: "[1]"),
            "`FILE` is damaged: its header is not valid JSON"),
        Fault(
            "nested without end",
            safetensors(header: String(repeating: "{\"a\":", count: 100_000)),
            "`FILE` is damaged: its header is not valid JSON"),
        Fault(
            "cut values", safetensors(header: header(), data: 15),
            "`FILE` is damaged at tensor `a`: it ends at byte 16 of the data, and 15 are there"),
        Fault(
            "too many values", safetensors(header: header(), data: 17),
            "`FILE` is damaged: its tensors take 16 bytes, and 17 are there"),
        Fault(
            "beyond the end", b: #"{"dtype":"F16","shape":[3],"data_offsets":[18,24]}"#,
            "`FILE` is damaged at tensor `b`: it ends at byte 24 of the data, and 22 are there"),
        Fault(
            "sharing bytes", b: #"{"dtype":"F16","shape":[3],"data_offsets":[14,20]}"#,
            "`FILE` is damaged at tensor `b`: it begins at byte 14 of the data, and the tensors before it end at 16"
        ),
        Fault(
            "leaving bytes", b: #"{"dtype":"F16","shape":[2],"data_offsets":[18,22]}"#,
            "`FILE` is damaged at tensor `b`: it begins at byte 18 of the data, and the tensors before it end at 16"
        ),
        Fault(
            "offsets backwards", b: #"{"dtype":"F16","shape":[3],"data_offsets":[22,16]}"#,
            "`FILE` is damaged at tensor `b`: its entry is incomplete"),
        Fault(
            "a negative offset", b: #"{"dtype":"F16","shape":[3],"data_offsets":[-6,0]}"#,
            "`FILE` is damaged at tensor `b`: its entry is incomplete"),
        Fault(
            "one offset", b: #"{"dtype":"F16","shape":[3],"data_offsets":[16]}"#,
            "`FILE` is damaged at tensor `b`: its entry is incomplete"),
        Fault(
            "no shape", b: #"{"dtype":"F16","data_offsets":[16,22]}"#,
            "`FILE` is damaged at tensor `b`: its entry is incomplete"),
        Fault(
            "a negative shape", b: #"{"dtype":"F16","shape":[-3,-1],"data_offsets":[16,22]}"#,
            "`FILE` is damaged at tensor `b`: its entry is incomplete"),
        Fault(
            "offsets as large as can be",
            b: #"{"dtype":"F16","shape":[3],"data_offsets":[16,9223372036854775807]}"#,
            "`FILE` is damaged at tensor `b`: it ends at byte 9223372036854775807 of the data, and 22 are there"
        ),
        Fault(
            "a shape of other bytes", b: #"{"dtype":"F16","shape":[2,2],"data_offsets":[16,22]}"#,
            "`FILE` is damaged at tensor `b`: F16 [2, 2] does not take the 6 bytes it has"),
        Fault(
            "a shape whose size overflows",
            b: #"{"dtype":"F16","shape":[4611686018427387904,4],"data_offsets":[16,16]}"#, data: 16,
            "`FILE` is damaged at tensor `b`: F16 [4611686018427387904, 4] does not take the 0 bytes it has"
        ),
        Fault(
            "an unknown type", b: #"{"dtype":"F4","shape":[3],"data_offsets":[16,22]}"#,
            "tensor `b` of `FILE` is of type F4, which is none of F32, BF16 and F16"),
    ]

    @Test(arguments: faults)
    func isExplained(_ fault: Fault) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(fault.bytes, to: "x.safetensors")
        let error = #expect(throws: WeightsError.self) { try SafetensorsFile(path: path) }
        #expect(error?.message == fault.message.replacing("FILE", with: path))
        #expect(error?.hint != nil)
    }

    @Test func whatIsNoFileIsExplained() throws {
        let folder = try TemporaryFolder()
        let absent = #expect(throws: WeightsError.self) {
            try SafetensorsFile(path: folder.path + "/absent")
        }
        #expect(
            absent?.message == "cannot read `\(folder.path)/absent`: No such file or directory")
        for path in [folder.path, "/dev/null"] {
            let error = #expect(throws: WeightsError.self) { try SafetensorsFile(path: path) }
            #expect(error?.message == "cannot read `\(path)`: it is not a file")
        }
    }

    @Test func valuesThatNoLayerTakesAreRefusedByName() throws {
        let path = Fixtures.path("weights/other/kinds.safetensors")
        let file = try SafetensorsFile(path: path)
        #expect(file.bytes("uint8") == [0, 1, 2, 3, 100, 127])
        #expect(file.shape("bool")?.sizes == [2, 3])
        let error = #expect(throws: WeightsError.self) { try file.array("int64") }
        #expect(
            error?.message
                == "tensor `int64` of `\(path)` is of type I64, which is none of F32, BF16 and F16")
    }

    /// A file of every length below its own, so that it is cut at every place.
    @Test func cutAnywhereItIsRefused() throws {
        let folder = try TemporaryFolder()
        let second = #""b":{"dtype":"F16","shape":[3],"data_offsets":[16,22]}"#
        let whole = safetensors(header: header(second), data: 22)
        for length in 0..<whole.count {
            let path = try folder.write(whole.prefix(length), to: "x.safetensors")
            #expect(throws: WeightsError.self, "\(length) bytes") {
                try SafetensorsFile(path: path)
            }
        }
        let path = try folder.write(whole, to: "x.safetensors")
        #expect(try SafetensorsFile(path: path).names.sorted() == ["a", "b"])
    }

    /// Five hundred copies, each with a few bytes changed, that are either refused or read without a trap.
    @Test func changedAnywhereItIsRefusedOrRead() throws {
        let folder = try TemporaryFolder()
        let source = Fixtures.path("weights/single/diffusion_pytorch_model.safetensors")
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: source)))
        let header = 8 + Int(whole[0]) + Int(whole[1]) << 8
        var random = SeededRandom(seed: 7)
        var refused = 0
        for _ in 0..<500 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<header, using: &random)
                // Mostly other digits and marks, which keep the header JSON.
                bytes[place] =
                    Bool.random(using: &random)
                    ? "0123456789-,[]{}".utf8.randomElement(using: &random) ?? 0
                    : UInt8.random(in: 0...255, using: &random)
            }
            let path = try folder.write(bytes, to: "x.safetensors")
            do {
                let file = try SafetensorsFile(path: path)
                for name in file.names {
                    guard let array = try file.array(name) else { continue }
                    #expect(array.byteCount == file.bytes(name)?.count)
                }
            } catch is WeightsError {
                refused += 1
            }
        }
        #expect(refused > 250 && refused < 500)
    }
}
