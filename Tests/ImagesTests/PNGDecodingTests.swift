import FoundationEssentials
import Images
import TestSupport
import Testing

/// PNG files of every kind that Pillow and ImageMagick wrote.
@Suite struct PNGDecodingTests {
    @Test func everyKindBecomesTheSameRGB() throws {
        let expected = try Expected()
        #expect(expected.pixels.count == 17)
        for (name, pixels) in expected.pixels {
            let image = try PNGFile.read(Fixtures.path("images/\(name).png")).image
            #expect(image.width == expected.width && image.height == expected.height, "\(name)")
            #expect(hexadecimal(image.bytes) == pixels, "\(name)")
        }
    }

    @Test func everyKindOfTextIsRead() throws {
        let texts = try PNGFile.read(Fixtures.path("images/texts.png")).texts
        #expect(texts.count == 7)
        let found = Dictionary(uniqueKeysWithValues: texts.map { ($0.keyword, $0.text) })
        #expect(try found == Expected().texts)
    }
}

/// What the fixtures hold, by the script that made them.
private struct Expected: Decodable {
    let width: Int
    let height: Int
    let pixels: [String: String]
    let texts: [String: String]

    init() throws {
        let file = URL(filePath: Fixtures.path("images/expected.json"))
        self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
    }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
