import Images
import Shell
import Terminal
import TestSupport
import Testing

@MainActor
@Suite struct ComparisonTests {
    private let folder: TemporaryFolder
    private let transcript = Transcript()

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The lines of the last result.
    private func lines(of command: String) async -> [Substring] {
        let before = transcript.results.text.count
        #expect(await transcript.run(command) == .done, "\(transcript.messages.text)")
        return transcript.results.text.dropFirst(before).split(separator: "\n")
    }

    @Test func settingsThatDifferAreNamed() async throws {
        await transcript.run("gen \"a fox\" seed=1; gen \"a wolf\" seed=1 steps=8 negative=\"\"")
        let lines = await lines(of: "diff $1 $2")
        #expect(
            lines.dropLast(2) == [
                "prompt    a fox → a wolf", "steps     4 → 8", "negative  none → \"\"",
            ])
        let (old, new) = (
            try transcript.session.pictures[0].pixels(), try transcript.session.pictures[1].pixels()
        )
        let difference = try #require(ImageDifference(old, new))
        #expect(lines[3].hasPrefix("PSNR      ") && lines[3].hasSuffix(" dB"))
        #expect(
            lines[4].hasPrefix("pixels    \(difference.differing) of 256 differ (")
                && lines[4].hasSuffix("by at most \(difference.largest) of 255"))
    }

    @Test func equalPicturesAreTheSame() async {
        await transcript.run("gen \"a fox\"; again")
        #expect(await lines(of: "diff $1 $2") == ["pixels  the same"])
    }

    @Test func filesCanBeCompared() async throws {
        await transcript.run("gen \"a fox\"; save $1 \(folder.path)/a.png; again steps=2")
        let lines = await lines(of: "diff \(folder.path)/a.png $2 \(folder.path)/map.png")
        #expect(lines.first == "steps   4 → 2")
        #expect(lines.last == "saved \(folder.path)/map.png")
        #expect(try PNGFile.read(folder.path + "/map.png").image.width == 16)
    }

    @Test func aFileThatTellsNothingIsComparedByItsPixels() async throws {
        await transcript.run("gen \"a fox\"")
        let image = try #require(transcript.session.pictures.first).pixels()
        try PNGFile.write(image, to: folder.path + "/a.png")
        #expect(await lines(of: "diff \(folder.path)/a.png $1") == ["pixels  the same"])
    }

    @Test func sizesThatDifferAreAnAnswer() async {
        await transcript.run("gen \"a fox\"; again size=24x16")
        #expect(
            await lines(of: "diff $1 $2") == [
                "size    16x16 → 24x16", "pixels  16x16 and 24x16 cannot be compared",
            ])
        #expect(await transcript.run("diff $1 $2 \(folder.path)/map.png") == .failed)
        #expect(
            transcript.messages.text.contains(
                "error: pictures of 16x16 and 24x16 cannot be compared pixel by pixel\n"))
        #expect(folder.names.isEmpty)
    }

    @Test func theMapIsShownInATerminal() async {
        let transcript = Transcript(pictures: TerminalPictures(method: .monochrome))
        await transcript.run("gen \"a fox\"; again steps=2; diff $1 $2")
        #expect(transcript.messages.text.contains("map: black: equal"))
        #expect(transcript.results.text.split(separator: "\n").count > 8)
    }
}
