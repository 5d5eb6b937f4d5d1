import Images
import Testing

/// PNG files that Easel wrote.
@Suite struct PNGEncodingTests {
    @Test(arguments: [(1, 1), (3, 2), (64, 48), (513, 7), (1, 300)])
    func picturesComeBack(width: Int, height: Int) throws {
        let image = picture(width: width, height: height)
        #expect(try PNGFile.decode(PNGFile.encode(image)).image == image)
    }

    @Test func textsComeBack() throws {
        let texts = [
            PNGText(keyword: "parameters", text: "a lion\nSteps: 20"),
            PNGText(keyword: "Café crème", text: "naïve ½ \u{FF}"),
            PNGText(keyword: "easel", text: "獅子 🦁 \u{1F469}\u{200D}\u{1F4BB}"),
            PNGText(keyword: "empty", text: ""),
            PNGText(keyword: "long", text: String(repeating: "lion ☕ ", count: 50_000)),
        ]
        let file = try PNGFile.decode(
            PNGFile.encode(picture(width: 2, height: 2), text: texts))
        #expect(file.texts == texts)
    }

    @Test func latin1IsTEXtAndTheRestITXt() throws {
        let bytes = try PNGFile.encode(
            picture(width: 2, height: 2),
            text: [PNGText(keyword: "é", text: "ÿ"), PNGText(keyword: "b", text: "€")])
        let chunks = try #require(PNGChunk.all(in: bytes))
        #expect(chunks.map(\.type) == ["IHDR", "tEXt", "iTXt", "IDAT", "IEND"])
        #expect(chunks.allSatisfy { $0.hasRightChecksum })
        #expect(chunks[0].content == [0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0])
        #expect(chunks[1].content == [0xE9, 0, 0xFF])
        #expect(chunks[2].content == [0x62, 0, 0, 0, 0, 0, 0xE2, 0x82, 0xAC])
    }

    @Test(arguments: [
        "", " x", "x ", "a  b", "a\nb", "a\u{0}", "獅子", String(repeating: "k", count: 80),
    ])
    func keywordsThatPNGForbidsAreRefused(keyword: String) {
        #expect(throws: ImageError.unwritableKeyword(keyword)) {
            try PNGFile.encode(
                picture(width: 1, height: 1), text: [PNGText(keyword: keyword, text: "")])
        }
    }

    @Test func aZeroInATextIsRefused() {
        #expect(throws: ImageError.zeroInText(keyword: "k")) {
            try PNGFile.encode(
                picture(width: 1, height: 1), text: [PNGText(keyword: "k", text: "a\u{0}b")])
        }
    }

    @Test func aPictureOfNothingIsRefused() {
        #expect(throws: ImageError.self) {
            try PNGFile.encode(RGBImage(width: 0, height: 4, bytes: []))
        }
    }
}
