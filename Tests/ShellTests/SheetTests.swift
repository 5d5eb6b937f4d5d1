import Foundation
import Images
import Shell
import Terminal
import TestSupport
import Testing

@MainActor
@Suite struct SheetTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// What is made, the columns that are asked for, and what the sheet says: title, headings of columns and of rows, captions.
    nonisolated static let sheets: [(String, Int?, [[String]])] = [
        (
            "sweep steps=1,2 seed=3..5 \"a fox\"", nil,
            [
                ["a fox"], ["seed 3", "seed 4", "seed 5"], ["steps 1", "steps 2"],
                ["$1", "$2", "$3", "$4", "$5", "$6"],
            ]
        ),
        (
            "sweep negative=\"\",dark prompt=\"a fox\",\"a wolf\" steps=1,2", nil,
            [
                [], ["steps 1", "steps 2"],
                [
                    "a fox · no negative", "a wolf · no negative", "a fox · negative dark",
                    "a wolf · negative dark",
                ],
                (1...8).map { "$\($0)" },
            ]
        ),
        ("gen \"a fox\" n=2 seed=8", nil, [["a fox"], ["seed 8", "seed 9"], [""], ["$1", "$2"]]),
        // A row of many is folded, and so has no headings.
        (
            "sweep \"a fox\" seed=1..6", nil,
            [["a fox"], [], [], (1...6).map { "$\($0) · seed \($0)" }]
        ),
        (
            "gen \"a fox\" n=2 seed=8", 1,
            [["a fox"], [], [], ["$1 · seed 8", "$2 · seed 9"]]
        ),
        (
            "gen a seed=1; gen b seed=2; gen b seed=3 size=24x16", nil,
            [
                [], [], [],
                ["$1 · a · seed 1 · 16x16", "$2 · b · seed 2 · 16x16", "$3 · b · seed 3 · 24x16"],
            ]
        ),
        ("gen a; again", nil, [["a"], [], [], ["$1", "$2"]]),
    ]

    @Test(arguments: sheets)
    func aSheetSaysWhatDiffers(line: String, columns: Int?, expected: [[String]]) async throws {
        let transcript = Transcript()
        await transcript.run(line)
        let grid = try ContactSheet(transcript.session.pictures).grid(columns: columns)
        let texts = [
            grid.title.map { [$0] } ?? [], grid.columnHeadings, grid.rowHeadings,
            grid.rows.joined().compactMap(\.caption),
        ]
        #expect(texts.map { $0.map { $0.replacing("\u{A0}", with: " ") } } == expected)
    }

    @Test func aSheetIsWrittenAndHasNoNumber() async throws {
        let transcript = Transcript()
        await transcript.run(
            "gen \"a fox\" n=3; grid $1..$2 $3 \(folder.path)/x.png; grid $3..$2 \(folder.path)/ columns=1"
        )
        #expect(folder.names == ["grid-3-2.png", "x.png"])
        #expect(transcript.session.pictures.count == 3)
        #expect(transcript.results.text.hasSuffix("saved \(folder.path)/grid-3-2.png\n"))
        let file = try PNGFile.read(folder.path + "/x.png")
        #expect(file.image.width > 3 * 16)
        #expect(file.texts.map(\.keyword) == ["Software", "Description"])
        #expect(file.texts[1].text.hasPrefix("$1 prompt=\"a fox\" seed=1000 steps=4"))
    }

    @Test func withoutATerminalItsTextsAreShown() async {
        let transcript = Transcript()
        await transcript.run(
            "sweep \"a fox\" steps=1,2 seed=3,4; grid; gen \"a wolf\" seed=4; grid $5 $1")
        let table = """

                     seed 3  seed 4
            steps 1  $1      $2
            steps 2  $3      $4

            """
        #expect(transcript.results.text.contains(table))
        #expect(
            transcript.results.text.hasSuffix(
                "\n$5 · a wolf · seed 4 · steps 4\n$1 · a fox · seed 3 · steps 1\n"))
        let hints = ["`grid $1..$4 sheet.png` writes", "`grid $5 $1 sheet.png` writes"]
        #expect(hints.allSatisfy { transcript.messages.text.contains($0) })
    }

    @Test func whereCharactersStandForPixelsTheTextsStandBelow() async {
        let transcript = Transcript(pictures: TerminalPictures(method: .monochrome))
        await transcript.run("gen \"a fox\" n=2 seed=4; grid")
        #expect(transcript.results.text.hasSuffix("\nseed 4  seed 5\n$1      $2\n"))
        let sheet = Transcript(pictures: TerminalPictures(method: .kitty))
        await sheet.run("gen \"a fox\" n=2 seed=4; grid")
        #expect(!sheet.results.text.contains("seed 4  seed 5"))
    }

    /// Texts are drawn in their size, and not scaled down with a sheet that is too large.
    @Test(arguments: ["grid", "images"])
    func aSheetIsDrawnAsLargeAsTheWindow(line: String) async throws {
        let pictures = TerminalPictures(method: .kitty)
        let transcript = Transcript(pictures: pictures)
        await transcript.run("gen \"a fox\" n=5 seed=4 size=512x512")
        let before = transcript.results.text.count
        await transcript.run(line)
        let output = transcript.results.text.dropFirst(before)
        let payload = output.matches(of: #/\x1B_G[^;\x1B]*;([^\x1B]*)\x1B/#).map(\.1).joined()
        let png = try #require(Data(base64Encoded: payload))
        let image = try PNGFile.decode(Array(png)).image
        let window =
            TerminalSize(of: STDOUT_FILENO) ?? TerminalSize(columns: 80, rows: 24)
        let room = pictures.room(in: window)
        #expect(image.width <= room.width && image.height <= room.height)
        #expect(image.width > room.width / 2 || image.height > room.height / 2)
        #expect(line == "grid" || output.hasPrefix("$1  512x512  seed 4  a fox\n"))
    }
}
