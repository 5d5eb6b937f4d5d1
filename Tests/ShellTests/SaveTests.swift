import Generation
import Images
import Shell
import TestSupport
import Testing

@MainActor
@Suite struct SaveTests {
    private let folder: TemporaryFolder
    private let transcript = Transcript()

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func aFileHoldsThePictureAndHowItWasMade() async throws {
        await transcript.run("gen \"a lion\" seed=5; save $last \(folder.path)/out.png")
        let file = try PNGFile.read(folder.path + "/out.png")
        let picture = try #require(transcript.session.pictures.first)
        #expect(file.image == (try picture.pixels()))
        #expect(file.texts == (try picture.record.pngText()))
        #expect(transcript.results.text.hasSuffix("saved \(folder.path)/out.png\n"))
    }

    @Test func severalPicturesGoIntoAFolder() async throws {
        #expect(await transcript.run("gen a n=3; save $3..$2 \(folder.path)") == .done)
        #expect(folder.names == ["a-2.png", "a-3.png"])
        let second = try PNGFile.read(folder.path + "/a-2.png").image
        #expect(second == (try transcript.session.pictures[1].pixels()))
    }

    @Test func aFileThatWasThereIsReplacedAloud() async {
        await transcript.run(
            "gen a; save $1 \(folder.path)/out.png; gen b; save $2 \(folder.path)/out")
        #expect(transcript.results.text.hasSuffix("replaced \(folder.path)/out.png\n"))
        #expect(folder.names == ["out.png"])
    }

    /// A pattern, and the file's name for the second picture, of a prompt with many signs.
    nonisolated static let patterns: [(String?, String)] = [
        (nil, "lion-having-coffee-2.png"),
        ("{seed}", "7.png"),
        ("{model}_{size}_{steps}.png", "sketch_16x16_4.png"),
        ("x", "x.png"),
    ]

    @Test(arguments: patterns) func aFolderGetsANamedFile(pattern: String?, name: String) async {
        await transcript.run("gen a")
        if let pattern { await transcript.run("set name \(pattern)") }
        await transcript.run("gen \"A lion, having: coffee!\" seed=7; save $2 \(folder.path)")
        #expect(folder.names == [name])
    }

    @Test func withoutAPathTheFolderCounts() async {
        await transcript.run("set folder \(folder.path)/; gen \"🦁\"; save $last")
        #expect(folder.names == ["image-1.png"])
        #expect(await transcript.run("set folder \(folder.path)/absent/; save $last") == .failed)
        #expect(transcript.messages.text.contains("there is no folder `\(folder.path)/absent`"))
    }

    @Test(arguments: ["{prompt", "}", "a/b", "{colour}", "", ".hidden"])
    func patternIsRefused(text: String) {
        #expect(NamePattern(argument: text) == nil)
    }

    @Test(arguments: [
        (16, 16, 8, "16x16"), (7, 9, 8, "8x8 8x16"), (96, 64, 64, "64x64 128x64"),
        (8192, 9999, 8, "8192x8192"), (100, 100, 8, "96x96 104x104"),
    ])
    func nearestSizes(width: Int, height: Int, multiple: Int, expected: String) {
        let sizes = ImageSize(width: width, height: height).nearest(multiple: multiple)
        #expect(sizes.map(\.description).joined(separator: " ") == expected)
    }
}
