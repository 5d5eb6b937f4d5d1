import CommandLanguage
import Images
import Shell
import Terminal
import TestSupport
import Testing

@MainActor
@Suite struct PictureListTests {
    /// What `images` is told, and the numbers that it lists.
    nonisolated static let lists: [(String, [String])] = [
        ("images", ["$1", "$2", "$3", "$4"]), ("images FOX", ["$1", "$3"]),
        ("images fox red", ["$3"]), ("images \"red fox\"", ["$3"]),
        ("images $2..$3", ["$2", "$3"]),
        ("images $3..2", ["$3", "$2"]), ("images $last $1", ["$4", "$1"]),
        ("images $1..$-2 fox", ["$1", "$3"]), ("images bear", []),
    ]

    @Test(arguments: lists) func list(line: String, numbers: [String]) async {
        let transcript = Transcript()
        await transcript.run("gen \"a fox\"; gen \"a wolf\"; gen \"a red fox\"; gen \"a red wolf\"")
        let before = transcript.results.text.count
        #expect(await transcript.run(line) == .done)
        let rows = transcript.results.text.dropFirst(before).split(separator: "\n")
        #expect(rows.map { String($0.prefix { $0 != " " }) } == numbers)
    }

    @Test func columnsAreFlushAndLongPromptsAreCut() async {
        let transcript = Transcript()
        await transcript.run(
            "gen \"a fox\" seed=1; gen \"日本語 \(String(repeating: "x", count: 90))\" seed=12345 size=128x64"
        )
        let before = transcript.results.text.count
        await transcript.run("images")
        #expect(
            transcript.results.text.dropFirst(before) == """
                $1  16x16   seed 1      a fox
                $2  128x64  seed 12345  日本語 \(String(repeating: "x", count: 40))…

                """)
    }

    @Test func infoTellsAllOfAPicture() async {
        let transcript = Transcript()
        await transcript.run("load sketch; gen \"a\\nfox\" seed=3 negative=\"\"")
        let before = transcript.results.text.count
        await transcript.run("info $1")
        let text = transcript.results.text.dropFirst(before)
        #expect(
            text.hasPrefix(
                """
                $1
                prompt      a
                            fox
                negative  
                seed        3
                steps       4
                guidance    7.5
                size        16x16
                scheduler   pndm
                """.replacing("negative  ", with: "negative    ")))
        #expect(text.contains("\neasel       0.1\nseconds     0.31\npixels      sha256:"))
    }

    @Test func infoTellsWhatAnotherToolWrote() async throws {
        let folder = try TemporaryFolder()
        let image = RGBImage(width: 16, height: 8, bytes: [UInt8](repeating: 9, count: 384))
        let parameters = """
            a lion
            Steps: 12, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 42, Size: 32x16, \
            Model hash: 6ce0161689, Model: v1-5, Clip skip: 2, RNG: CPU, Version: v1.9.0
            """
        try PNGFile.write(
            image, text: [PNGText(keyword: "parameters", text: parameters)],
            to: folder.path + "/a.png")
        let transcript = Transcript()
        #expect(await transcript.run("info \(folder.path)/a.png") == .done)
        for line in [
            "made by    AUTOMATIC1111 v1.9.0", "prompt     a lion", "steps      12",
            "guidance   6.5",
            "size       16x8, asked for as 32x16",
            "scheduler  DPM++ 2M, Karras: here `dpm++-karras`",
            "model      v1-5, hash 6ce0161689", "Clip skip  2",
            "note       its CLIP skip (`2`) is not reproduced",
        ] {
            #expect(transcript.results.text.contains("\n\(line)\n"), "\(line)")
        }
    }

    @Test func displayShowsSeveral() async {
        let transcript = Transcript(pictures: TerminalPictures(method: .monochrome))
        let before = "image 1 · 16x16 · seed 1 · 0.31 s"
        await transcript.run("gen a seed=1; gen b seed=2; display $2..$1 size=8")
        #expect(transcript.results.text.ranges(of: before).count == 2)
        #expect(transcript.results.text.ranges(of: "image 2 ").count == 2)
    }

    /// What is typed, and what TAB proposes first.
    nonisolated static let completions: [(String, [String])] = [
        ("again ", ["$last", "$2", "$1"]), ("again $1 sch", ["scheduler="]),
        ("again prom", ["prompt="]), ("sweep scheduler=ddim,e", ["euler"]),
        ("grid $1 ", ["$last", "$2", "$1"]), ("display $", ["$last", "$2", "$1"]),
        ("gen x seed=$1.se", ["$1.seed", "$1.seconds"]), ("set steps $last.ste", ["$last.steps"]),
        ("diff $1 ", ["$last", "$2", "$1"]), ("images ", ["$last", "$2", "$1"]),
    ]

    @Test(arguments: completions) func completion(text: String, expected: [String]) async {
        let transcript = Transcript()
        await transcript.run("gen \"a fox\"; gen \"a wolf\"")
        let list = Completer(Commands.table, SessionVocabulary(transcript.session))
            .completions(of: text).candidates
        #expect(list.prefix(expected.count).map(\.text) == expected)
    }
}
