import Generation
import Images
import Shell
import Terminal
import TestSupport
import Testing

@MainActor
@Suite struct SweepTests {
    /// A sweep, and of each picture the facts of the given names.
    nonisolated static let sweeps: [(String, [String], [String])] = [
        ("sweep steps=1,3 \"a\"", ["steps", "seed"], ["1 1000", "3 1000"]),
        (
            "sweep steps=1..2 seed=5,7 \"a\"", ["steps", "seed"], ["1 5", "1 7", "2 5", "2 7"]
        ),
        ("sweep \"a\" seed=1..10+4", ["seed"], ["1", "5", "9"]),
        ("sweep \"a\" seed=9..1+3", ["seed"], ["9", "6", "3"]),
        ("sweep \"a\" seed=4,1..2,8", ["seed"], ["4", "1", "2", "8"]),
        ("sweep \"a\" guidance=0.5..2+0.5", ["guidance"], ["0.5", "1", "1.5", "2"]),
        ("sweep \"a\" guidance=3.5,7", ["guidance"], ["3.5", "7"]),
        ("sweep \"a\" guidance=9.9..10+0.05", ["guidance"], ["9.9", "9.95", "10"]),
        (
            "sweep negative=\"\",\"dark, blurry\",x \"a\"", ["negative"], ["", "dark, blurry", "x"]
        ),
        (
            "sweep prompt=\"a fox, red\",wolf steps=2", ["prompt", "steps"],
            ["a fox, red 2", "wolf 2"]
        ),
        ("sweep prompt=\"a\" steps=1,2", ["prompt"], ["a", "a"]),
        ("sweep size=16x16,24x16 \"a\"", ["size"], ["16x16", "24x16"]),
        (
            "sweep \"a\" scheduler=ddim,euler steps=1,2 seed=1,2", ["scheduler", "steps", "seed"],
            [
                "ddim 1 1", "ddim 1 2", "ddim 2 1", "ddim 2 2", "euler 1 1", "euler 1 2",
                "euler 2 1",
                "euler 2 2",
            ]
        ),
        ("set n 3; set seed 8; sweep \"a\" steps=1,2", ["seed"], ["8", "8"]),
        ("sweep \"a\" steps=1,2 seed=random", ["seed"], ["1000", "1000"]),
    ]

    @Test(arguments: sweeps)
    func aPictureIsMadeForEachCombination(line: String, names: [String], expected: [String]) async {
        let transcript = Transcript()
        #expect(await transcript.run(line) == .done, "\(transcript.messages.text)")
        #expect(transcript.facts(names) == expected)
    }

    @Test func referencesStandAmongTheValues() async {
        let transcript = Transcript()
        await transcript.run("gen \"a, b\" seed=5; gen c seed=7")
        #expect(
            await transcript.run("sweep prompt=$1.prompt,c seed=$2.seed,$-2.seed,3 steps=2")
                == .done)
        #expect(
            transcript.facts(["prompt", "seed"]).dropFirst(2) == [
                "a, b 7", "a, b 5", "a, b 3", "c 7", "c 5", "c 3",
            ])
    }

    @Test func valuesAreCheckedBeforeTheFirstPicture() async {
        let transcript = Transcript()
        await transcript.run("load wide; sweep size=64x64,96x64 \"a\"")
        await transcript.run("sweep prompt=fine,refused size=64x64 steps=1,2")
        #expect(transcript.session.pictures.isEmpty)
        #expect(transcript.messages.text.contains("not `96x64`"))
        #expect(transcript.messages.text.contains("error: this prompt is refused"))
    }

    @Test func whatIsInterruptedIsKeptAndMarked() async throws {
        let folder = try TemporaryFolder()
        let transcript = Transcript()
        await transcript.run("load halting")
        let running = Task { await transcript.run("sweep steps=1,3,4 \"a fox\" seed=3") }
        while transcript.loader.halts.all.isEmpty { await Task.yield() }
        // The second picture never ends its second step.
        running.cancel()
        #expect(await running.value == .interrupted)
        let partial = transcript.session.pictures.last?.record.partial
        #expect(partial == StepProgress(image: 0, step: 1, total: 3))
        #expect(transcript.results.text.hasSuffix("partial, 1 of 3 steps · steps=3\n"))
        #expect(
            transcript.messages.text.hasSuffix(
                "2 of 3 pictures were made\n`grid $1..$2 sheet.png` writes them side by side to a file\ninterrupted\n"
            ))
        await transcript.run(
            "images; info; save $2 \(folder.path)/a.png; info \(folder.path)/a.png")
        #expect(
            transcript.results.text.contains("$2  16x16  seed 3  a fox  partial, 1 of 3 steps\n"))
        #expect(transcript.results.text.matches(of: #/partial     1 of 3 steps/#).count == 2)
        let texts = try PNGFile.read(folder.path + "/a.png").texts
        #expect(PictureRecord(texts)?.partial == partial)
    }

    @Test func aReplayMakesTheSamePictures() async throws {
        let folder = try TemporaryFolder()
        let transcript = Transcript()
        await transcript.run(
            """
            sweep steps=1,2 guidance=1..2 "a fox"
            again seed=random
            again $2 prompt="a wolf" seed=random n=2
            session save \(folder.path)/s
            replay \(folder.path)/s verify
            """)
        #expect(transcript.results.text.hasSuffix("7 EXACT\n"), "\(transcript.results.text)")
    }

    @Test func aReplayOfWhatWasInterruptedKeepsTheNumbers() async throws {
        let folder = try TemporaryFolder()
        let engine =
            "#= model sketch family x source x precision bf16 device cpu arithmetic none easel 0.1"
        let path = try folder.write(
            """
            #! easel 1
            sweep steps=1,2,3 "a fox" seed=4
            \(engine)
            #= image 1 size 16x16 seed 4 pixels x
            #= request "a fox" steps 1
            #= image 2 size 16x16 seed 4 partial 1/2 pixels x
            #= request "a fox" steps 2
            #= interrupted
            gen "a wolf" n=3 seed=9
            #= image 3 size 16x16 seed 9 pixels x
            #= request "a wolf" steps 4
            #= interrupted
            again $3 steps=2
            #= image 4 size 16x16 seed 9 pixels x
            #= request "a wolf" steps 2
            grid $1..$4 \(folder.path)/sheet.png
            """, to: "s.easel")
        let transcript = Transcript()
        #expect(await transcript.run("replay \(path)") == .done)
        let lines = transcript.results.text.split(separator: "\n").filter { $0.hasPrefix("image") }
        #expect(
            lines == [
                "image 1 · 16x16 · seed 4 · 0.31 s · steps=1",
                "image 2 · 16x16 · seed 4 · 0.31 s · steps=2",
                "image 3 · 16x16 · seed 9 · 0.31 s", "image 4 · 16x16 · seed 9 · 0.31 s",
            ])
        // A replay writes over no file.
        #expect(folder.names == ["s.easel"])
        #expect(transcript.messages.text.contains("sheet.png` is not written in a replay\n"))
    }

    @Test func theSheetIsShownInATerminal() async {
        let transcript = Transcript(pictures: TerminalPictures(method: .monochrome))
        #expect(await transcript.run("sweep steps=1,2 \"a\"") == .done)
        #expect(transcript.results.text.split(separator: "\n").count > 6)
        #expect(
            transcript.messages.text.hasSuffix(
                "`grid $1..$2 sheet.png` writes them side by side to a file\n")
        )
    }
}

extension Transcript {
    /// Of each picture the facts of the given names.
    func facts(_ names: [String]) -> [String] {
        session.pictures.map { picture in
            names.map { name in picture.facts.first { $0.name == name }?.text ?? "-" }
                .joined(separator: " ")
        }
    }
}
