import Generation
import Shell
import Testing

@Suite struct SessionDocumentTests {
    private static let picture = PictureRecord(
        easel: "0.1",
        request: ImageRequest(
            prompt: "a \"lion\"\n#= image 9; $1", negative: "", seed: .max, steps: 7,
            guidance: 2.5, trueCFG: 4, magic: "en",
            size: ImageSize(width: 24, height: 16), scheduler: "euler"),
        engine: engine, scheduler: "EulerDiscreteScheduler, leading", pixels: "sha256:0f",
        seconds: 1.25, partial: StepProgress(image: 0, step: 3, total: 7))
    private static let engine = EngineIdentity(
        model: "my model", family: "FakePipeline", source: "folder; #", precision: "bf16",
        device: "cpu", arithmetic: "a, b", weights: "sha256:aa")
    private static let loaded: EngineIdentity = {
        var loaded = engine
        loaded.weights = nil
        return loaded
    }()

    /// A document with everything that can be recorded.
    private static let document = SessionDocument(entries: [
        .comment("# A lion."),
        .comment(""),
        .cell(Cell(text: "load x", results: [.model(loaded, easel: "0.1")])),
        .cell(Cell(text: "set steps; 7 # odd", isStruck: true, results: [.error("no \"7\"")])),
        .cell(Cell(text: "gen \"a\n# b\n\" \\\n seed=1", isStruck: true, results: [.interrupted])),
        .cell(
            Cell(
                text: "gen \"first\n#= image 2 size 1x1\nlast\"; show # note",
                results: [
                    .weights("sha256:aa"),
                    .image(ImageRecord(number: 4, file: "a b-4.png", picture: picture)),
                    .image(ImageRecord(number: 5, file: nil, picture: picture)), .interrupted,
                    .other("#= dream 7"),
                ])),
        .comment("# The end."),
    ])

    @Test func whatIsWrittenIsRead() {
        let read = SessionDocument(text: Self.document.text)
        for (entry, expected) in zip(read.entries, Self.document.entries) {
            #expect(entry == expected)
        }
        #expect(read == Self.document)
    }

    @Test func theTextIsPlainToRead() {
        let lines = Self.document.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first == "#! easel 1")
        #expect(
            lines[3...6] == [
                "load x",
                "#= model \"my model\" family FakePipeline source \"folder; #\" precision bf16 "
                    + "device cpu arithmetic \"a, b\" easel 0.1",
                "#- set steps; 7 # odd", "#= error \"no \\\"7\\\"\"",
            ])
        #expect(
            lines.contains(
                "#= image 4 file \"a b-4.png\" size 24x16 seed 18446744073709551615 "
                    + "partial 3/7 pixels sha256:0f seconds 1.25"))
    }

    @Test func otherLineEndsAreRead() {
        let text = Self.document.text.replacing("\n", with: "\r\n")
        let cells = SessionDocument(text: text).cells
        #expect(cells.count == Self.document.cells.count)
        #expect(cells.flatMap(\.images).map(\.number) == [4, 5])
    }

    /// Lines that are no recorded picture, and are kept as they are.
    static let odd = [
        "#=", "#= image", "#= image 0 size 1x1 seed 1 pixels x", "#= image 1 size 1x1 seed 1",
        "#= image 1 size 1x seed 1 pixels x", "#= image 1 size 1x1 seed -1 pixels x",
        "#= image \"1", "#= request x", "#= weights", "#= \u{0}",
    ]

    @Test(arguments: odd) func oddLinesAreKept(line: String) {
        let text = "#! easel 1\ngen a\n\(line)\n"
        let document = SessionDocument(text: text)
        #expect(document.cells.first?.results == [.other(line)])
        #expect(document.text == text)
    }

    @Test func aNameThatLeavesTheFolderIsNoName() {
        for name in ["../x.png", "/etc/x.png", ".x.png", "a/b.png"] {
            let line = "#= image 1 file \(name) size 1x1 seed 1 pixels x seconds 0.00"
            let image = SessionDocument(text: "gen a\n\(line)\n").images.first
            #expect(image != nil && image?.file == nil)
        }
    }

    @Test func aFileThatBreaksOffIsRead() {
        let text = Self.document.text
        for end in text.indices {
            let document = SessionDocument(text: String(text[..<end]))
            #expect(document.entries.count <= Self.document.entries.count + 1)
        }
    }
}
