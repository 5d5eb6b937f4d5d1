import Diagnostics
import FoundationEssentials
import TestSupport
import Testing
import Tokenizers

/// Broken files give an error that names the file and the cause, and never a trap.
@Suite struct FaultTests {
    private static let good: [String: String] = [
        "vocab.json": #"{"a":0,"b</w>":1,"ab</w>":2,"<|startoftext|>":3,"<|endoftext|>":4}"#,
        "merges.txt": "#version: 0.2\na b</w>\n",
    ]

    struct Fault: Sendable, CustomTestStringConvertible {
        let file: String
        let text: String
        let message: String

        init(_ file: String, _ text: String, _ message: String) {
            self.file = file
            self.text = text
            self.message = message
        }

        var testDescription: String { file + ": " + text.prefix(60) }
    }

    @Test func theGoodOneLoads() throws {
        let files = Self.good.mapValues { Array($0.utf8) }
        let tokenizer = try withFolder(files) { try CLIPTokenizer(folder: $0) }
        #expect(tokenizer.encode("ab").ids == [3, 2, 4])
        #expect(tokenizer.maximumLength == nil)
    }

    @Test(arguments: [
        Fault("vocab.json", "", "is not valid JSON: expected an object at byte 0"),
        Fault("vocab.json", "[]", "is not valid JSON: expected an object at byte 0"),
        Fault("vocab.json", #"{"a":0"#, "is not valid JSON: expected `,` or `}` at byte 6"),
        Fault("vocab.json", #"{"a" 0}"#, "is not valid JSON: expected `:` at byte 5"),
        Fault("vocab.json", #"{"a":-1}"#, "is not valid JSON: expected a token's number at byte 5"),
        Fault(
            "vocab.json", #"{"a":1.5}"#, "is not valid JSON: expected a token's number at byte 5"),
        Fault(
            "vocab.json", #"{"a":99999999999}"#,
            "is not valid JSON: expected a token's number at byte 5"),
        Fault(
            "vocab.json", #"{"\ud800":1}"#,
            "is not valid JSON: expected the second half of a surrogate pair at byte 8"),
        Fault("vocab.json", #"{"\x":1}"#, "is not valid JSON: expected an escape at byte 3"),
        Fault(
            "vocab.json", "{\"a\n\":1}",
            "is not valid JSON: expected an escaped control character at byte 3"),
        Fault("vocab.json", #"{"a":1} x"#, "is not valid JSON: expected the end at byte 8"),
        Fault("merges.txt", "a b</w>\na\n", ": merge 2, `a`, is not two tokens"),
        Fault("merges.txt", "a b c\n", ": merge 1, `a b c`, is not two tokens"),
        Fault("merges.txt", "a z\n", ": merge 1 needs the token `z`, which the vocabulary lacks"),
        Fault("merges.txt", "a a\n", ": merge 1 needs the token `aa`, which the vocabulary lacks"),
        Fault("tokenizer.json", "{}", ": `model` must be a byte-pair model"),
        Fault(
            "tokenizer.json", #"{"model":{"type":"Unigram","vocab":[]}}"#,
            "holds a tokenizer of type `Unigram`, not `BPE`"),
        Fault(
            "tokenizer.json", #"{"model":{"merges":[["a","b","c"]],"vocab":{"a":1}}}"#,
            ": merge 1, `a b c`, is not two tokens"),
        Fault(
            "tokenizer.json", #"{"model":{"vocab":{"a":1}}}"#,
            ": `model.merges` must be an array of pairs"),
        Fault(
            "tokenizer.json", #"{"model":{"merges":[]}}"#,
            ": `model.vocab` must be an object of tokens"),
        Fault(
            "tokenizer.json", #"{"model":{"merges":[["a"]],"vocab":{"a":1}}}"#,
            ": merge 1, `a`, is not two tokens"),
        Fault(
            "tokenizer.json", #"{"added_tokens":[{"id":1}],"model":{"vocab":{"a":1},"merges":[]}}"#,
            ": `added_tokens` must be an array of objects with `id` and `content`"),
        Fault("tokenizer_config.json", "[1]", "is not valid JSON: expected an object at byte 0"),
        Fault(
            "tokenizer_config.json", #"{"x": 0x10}"#,
            "is not valid JSON: expected a value at byte 6"),
        Fault(
            "tokenizer_config.json", String(repeating: "[", count: 100_000),
            "is not valid JSON: expected no deeper nesting at byte 201"),
        Fault(
            "tokenizer_config.json", #"{"model_max_length": 1}"#,
            ": `model_max_length` must be a whole number from 2 up"),
        Fault(
            "tokenizer_config.json", #"{"model_max_length": 7.5}"#,
            ": `model_max_length` must be a whole number from 2 up"),
        Fault(
            "tokenizer_config.json", #"{"pad_token": 5}"#,
            ": `pad_token` must be a string or an object with `content`"),
        Fault(
            "tokenizer_config.json", #"{"padding_side": "up"}"#,
            ": `padding_side` must be `left` or `right`"),
        Fault(
            "special_tokens_map.json", #"{"pad_token": {}}"#,
            ": `pad_token` must be a string or an object with `content`"),
        Fault("added_tokens.json", #"{"x": "y"}"#, ": `x` must be a token's number"),
    ])
    func sentence(_ fault: Fault) throws {
        var files = Self.good.mapValues { Array($0.utf8) }
        files[fault.file] = Array(fault.text.utf8)
        try withFolder(files) { folder in
            let error = #expect(throws: TokenizerError.self) { try CLIPTokenizer(folder: folder) }
            let message = try #require(error?.message)
            #expect(message.hasPrefix("`\(folder)/\(fault.file)`"))
            #expect(message.hasSuffix(fault.message), "\(message)")
        }
    }

    @Test func missingFiles() throws {
        try withFolder(["vocab.json": Array("{}".utf8)]) { folder in
            let error = #expect(throws: TokenizerError.self) { try CLIPTokenizer(folder: folder) }
            #expect(error?.message == "`\(folder)` holds no tokenizer: `merges.txt` is missing")
        }
        let error = #expect(throws: TokenizerError.self) { try CLIPTokenizer(folder: "/nowhere") }
        #expect(
            error?.message
                == "`/nowhere` holds no tokenizer: `vocab.json`, `merges.txt` are missing")
    }

    @Test func notText() throws {
        var files = Self.good.mapValues { Array($0.utf8) }
        files["merges.txt"] = [0x61, 0x20, 0xFF]
        try withFolder(files) { folder in
            #expect(throws: TokenizerError.notText(path: folder + "/merges.txt")) {
                try CLIPTokenizer(folder: folder)
            }
        }
    }

    @Test func folderInPlaceOfAFile() throws {
        try withFolder([:]) { folder in
            let path = folder + "/tokenizer.json"
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false)
            #expect(throws: TokenizerError.unreadable(path: path, reason: "Is a directory")) {
                try CLIPTokenizer(folder: folder)
            }
        }
    }

    @Test func truncatedFilesAreErrors() throws {
        let path = Fixtures.path("tokenizers/small-json/tokenizer.json")
        let whole = try Array(Data(contentsOf: URL(filePath: path)))
        let end = try #require(whole.lastIndex(of: UInt8(ascii: "}")))
        for length in stride(from: 0, through: end, by: 997) {
            try withFolder(["tokenizer.json": Array(whole[..<length])]) { folder in
                #expect(throws: TokenizerError.self, "\(length) bytes") {
                    try CLIPTokenizer(folder: folder)
                }
            }
        }
    }

    @Test func damagedFilesNeverTrap() throws {
        let path = Fixtures.path("tokenizers/small-json/")
        let tokenizer = try Array(Data(contentsOf: URL(filePath: path + "tokenizer.json")))
        let config = try Array(Data(contentsOf: URL(filePath: path + "tokenizer_config.json")))
        var state: UInt64 = 42
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        var failures = 0
        for _ in 0..<200 {
            let files = ["tokenizer.json": tokenizer, "tokenizer_config.json": config].mapValues {
                var bytes = $0
                for _ in 0..<(1 + random(3)) { bytes[random(bytes.count)] = UInt8(random(128)) }
                return bytes
            }
            let damaged = try withFolder(files) { folder in
                Result { try CLIPTokenizer(folder: folder) }
            }
            switch damaged {
            case .success(let tokenizer):
                _ = tokenizer.encode("a lion <|endoftext|> !! é", length: 9)
            case .failure(let error):
                #expect(error is TokenizerError)
                failures += 1
            }
        }
        #expect(failures > 30)
    }
}
