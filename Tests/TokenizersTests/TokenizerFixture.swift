import FoundationEssentials
import TestSupport

/// What the tests read from `Tests/Fixtures/tokenizers`, made by `Reference/tokenizer_fixtures.py`.
enum TokenizerFixture {
    /// The texts of the corpus.
    struct Corpus: Decodable {
        let texts: [String]
    }

    /// The ids of each text without padding, and what of it did not fit.
    struct Expected: Decodable {
        struct Cut: Decodable {
            let count: Int
            let text: String

            init(from decoder: any Decoder) throws {
                var values = try decoder.unkeyedContainer()
                count = try values.decode(Int.self)
                text = try values.decode(String.self)
            }
        }

        let ids: [[Int]]
        let cuts: [Cut?]?
    }

    /// The ids of each text by CLIP's first tokenizer, and by the second where they differ.
    struct CLIP: Decodable {
        let ids: [[Int]]
        let second: [[Int]?]
    }

    /// Folders with other settings, and the ids of a few texts with padding.
    struct Settings: Decodable {
        struct Case: Decodable {
            let name: String
            let files: [String: String]
            let size: Int
            let ids: [[Int]]
        }

        let texts: [String]
        let cases: [Case]
    }

    /// Runs of scalars of the same kind, and what single scalars become.
    struct Scalars: Decodable {
        struct Run: Decodable {
            let kind: String
            let count: Int

            init(from decoder: any Decoder) throws {
                var values = try decoder.unkeyedContainer()
                kind = try values.decode(String.self)
                count = try values.decode(Int.self)
            }
        }

        let kinds: [Run]
        let normalized: [String: String]
    }

    static func read<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
        let path = Fixtures.path("tokenizers/" + name)
        return try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: path)))
    }

    /// The merges of CLIP's tokenizer that ship with Easel.
    static let clipMerges =
        Fixtures.path("../..") + "/Sources/Diffusion/Resources/clip/merges.txt"

    /// The built-in model's tokenizer.
    static let sketch =
        Fixtures.path("../..") + "/Sources/Diffusion/Resources/sketch/tokenizer"
}

/// A folder that is there for the length of a test.
@discardableResult func withFolder<Result>(
    _ files: [String: [UInt8]], _ body: (String) throws -> Result
) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.path + "/tokenizer-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, bytes) in files {
        try Data(bytes).write(to: URL(filePath: folder + "/" + name))
    }
    return try body(folder)
}
