import Images
import TestSupport
import Testing

/// Files that are broken, by accident or on purpose.
@Suite struct HostilePNGTests {
    private let whole: [UInt8]

    init() throws {
        whole = try PNGFile.encode(
            picture(width: 24, height: 16),
            text: [PNGText(keyword: "k", text: "text"), PNGText(keyword: "j", text: "獅子")])
    }

    @Test func everyTruncationIsAnError() {
        for count in 0..<whole.count {
            #expect(throws: ImageError.self, "\(count) bytes") {
                try PNGFile.decode(Array(whole.prefix(count)))
            }
        }
    }

    @Test func aThousandMutationsNeverTrap() {
        var refused = 0
        for seed in 0..<1000 {
            var random = SmallRandom(seed: UInt64(seed))
            var bytes = whole
            for _ in 0...Int.random(in: 0..<6, using: &random) {
                let place = Int.random(in: 8..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            do {
                let file = try PNGFile.decode(bytes)
                #expect(file.image.bytes.count == file.image.width * file.image.height * 3)
            } catch {
                refused += 1
            }
        }
        // Some mutations hit a text's checksum alone, which libpng forgives.
        #expect((800...1000).contains(refused))
    }

    @Test func mutationsWithRightChecksumsNeverTrap() throws {
        let chunks = try #require(PNGChunk.all(in: whole))
        for seed in 0..<1000 {
            var random = SmallRandom(seed: UInt64(seed))
            var bytes = Array(whole.prefix(8))
            for chunk in chunks {
                var content = chunk.content
                if !content.isEmpty, Bool.random(using: &random) {
                    let place = Int.random(in: 0..<content.count, using: &random)
                    content[place] = UInt8.random(in: 0...255, using: &random)
                }
                bytes += PNGChunk.bytes(chunk.type, content)
            }
            _ = try? PNGFile.decode(bytes)
        }
    }

    @Test func aHugeSizeIsRefusedBeforeMemoryIsTaken() {
        for (width, height): (UInt32, UInt32) in [(20_000, 20_000), (65_536, 65_536)] {
            #expect(throws: ImageError.tooLarge(width: Int(width), height: Int(height))) {
                try PNGFile.decode(header(width, height) + PNGChunk.bytes("IDAT", [1, 2]))
            }
        }
        for (width, height): (UInt32, UInt32) in [(.max, 1), (70_000, 1), (0, 5), (1 << 31, 1)] {
            #expect(throws: ImageError.self) {
                try PNGFile.decode(header(width, height) + PNGChunk.bytes("IDAT", [1, 2]))
            }
        }
    }

    @Test func textsWithoutEndAreCut() throws {
        let text = PNGChunk.bytes("tEXt", Array("key\0value".utf8))
        let many = whole.prefix(33) + (0..<5000).flatMap { _ in text } + whole.dropFirst(33)
        #expect(try PNGFile.decode(Array(many)).texts.count < 64)
    }

    /// 16 MiB in 16 KiB.
    @Test(arguments: ["text-bomb", "text-bomb-international"])
    func aTextThatInflatesWithoutEndIsLeftOut(name: String) throws {
        let file = try PNGFile.read(Fixtures.path("images/\(name).png"))
        #expect(file.texts.allSatisfy { $0.text.isEmpty })
        #expect(file.image.width == 13)
    }

    @Test func whatIsNoPNGIsCalledThat() {
        #expect(throws: ImageError.notPNG(bytes: 0)) { try PNGFile.decode([]) }
        #expect(throws: ImageError.notPNG(bytes: 3)) { try PNGFile.decode([0xFF, 0xD8, 0xFF]) }
        let error = #expect(throws: ImageError.self) {
            try PNGFile.decode(Array(whole.prefix(70)))
        }
        #expect(error?.message == "the PNG file of 70 bytes is damaged: the file ends too early")
    }

    private func header(_ width: UInt32, _ height: UInt32) -> [UInt8] {
        let size = PNGChunk.fourBytes(width) + PNGChunk.fourBytes(height)
        return whole.prefix(8) + PNGChunk.bytes("IHDR", size + [8, 2, 0, 0, 0])
    }
}
