import Generation
import Glibc
import Images
import Shell
import Terminal
import Testing

@MainActor
@Suite struct TranscriptTests {
    /// Lines that are run, and what must be on stdout and on stderr after them.
    nonisolated static let scripts: [(String, String, String)] = [
        (
            "gen \"a lion\" seed=42", "image 1 · 16x16 · seed 42 · 0.31 s\n",
            """
            nothing is loaded: loading `sketch`
            sketch · FakePipeline · bf16 · cpu · 0.00 s
            seed 42

            """
        ),
        (
            "load sketch fp32 cpu; set seed 7\n\"a lion\" n=2 size=24x16",
            """
            sketch · FakePipeline · fp32 · cpu · 0.00 s
            image 1 · 24x16 · seed 7 · 0.31 s
            image 2 · 24x16 · seed 8 · 0.31 s

            """, "seed 7\n"
        ),
        (
            "load sketch; gen a; gen b; gen c seed=$1.seed",
            """
            sketch · FakePipeline · bf16 · cpu · 0.00 s
            image 1 · 16x16 · seed 1000 · 0.31 s
            image 2 · 16x16 · seed 1001 · 0.31 s
            image 3 · 16x16 · seed 1000 · 0.31 s

            """, "seed 1000\nseed 1001\nseed 1000\n"
        ),
        (
            "set negative blurry; load deaf; set scheduler euler; gen a negative=dark seed=1",
            """
            deaf · FakePipeline · bf16 · cpu · 0.00 s
            image 1 · 16x16 · seed 1 · 0.31 s

            """,
            """
            negative is kept, but deaf ignores it
            scheduler is kept, but deaf ignores it
            deaf ignores negative
            seed 1

            """
        ),
        (
            "set precision fp16; load sketch; set device cpu",
            "sketch · FakePipeline · bf16 · cpu · 0.00 s\n",
            "the cpu has no fp16: bf16 is used\ndevice counts from the next `load`\n"
        ),
        (
            "load sketch; unload; unload", "sketch · FakePipeline · bf16 · cpu · 0.00 s\n",
            "unloaded sketch\nnothing is loaded\n"
        ),
        (
            "set steps 9; show steps; unset steps; load sketch; show steps",
            """
            steps: how many denoising steps are made
                value     9
                default   the model's
                honoured  nothing is loaded
                range     a whole number from 1 to 1000
            sketch · FakePipeline · bf16 · cpu · 0.00 s
            steps: how many denoising steps are made
                value     -
                default   4
                honoured  by sketch
                range     a whole number from 1 to 1000

            """, ""
        ),
        (
            "load deaf; models",
            """
            deaf · FakePipeline · bf16 · cpu · 0.00 s
                sketch    the built-in model
                wide      sizes in steps of 64
                deaf      ignores negative prompts and schedulers (loaded)
                slow      never ends its first step
                halting   never ends its second step
                paid      a service
                stubborn  halts, and does not hear of a cancellation

            """, ""
        ),
        (
            "devices; load sketch; devices",
            """
                cpu  Fake, 2 cores · bf16, fp32 · 12.0 of 16.0 GiB free
            sketch · FakePipeline · bf16 · cpu · 0.00 s
                cpu  Fake, 2 cores · bf16, fp32 · 12.0 of 16.0 GiB free · sketch is loaded

            """, ""
        ),
        (
            "set seed 1; set negative \"a\nlion\"\n# no line\nload sketch; history; history LION",
            """
            sketch · FakePipeline · bf16 · cpu · 0.00 s
                1  set seed 1
                2  set negative "a
                   lion"
                3  load sketch
                2  set negative "a
                   lion"

            """, ""
        ),
        ("history; set seed 1; history lion", "", "no lines yet\nno line holds `lion`\n"),
        (
            "load sketch; sweep steps=2,4 \"a lion\" guidance=3; images; again $1 steps=9; diff $2 $2",
            """
            sketch · FakePipeline · bf16 · cpu · 0.00 s
            image 1 · 16x16 · seed 1000 · 0.31 s · steps=2
            image 2 · 16x16 · seed 1000 · 0.31 s · steps=4
            $1  16x16  seed 1000  a lion
            $2  16x16  seed 1000  a lion
            image 3 · 16x16 · seed 1000 · 0.31 s
            pixels  the same

            """,
            """
            seed 1000
            `grid $1..$2 sheet.png` writes them side by side to a file
            again: "a lion" steps=9
            seed 1000

            """
        ),
        (
            "load sketch; images; gen a; images b; grid; display $1",
            """
            sketch · FakePipeline · bf16 · cpu · 0.00 s
            image 1 · 16x16 · seed 1000 · 0.31 s
            $1

            """,
            """
            no pictures yet
            seed 1000
            no prompt has `b` in it
            `grid $1 sheet.png` writes them side by side to a file
            pictures are shown in a terminal only; `save $1 picture.png` writes a file

            """
        ),
        (
            "load deaf; sweep steps=1,2 a negative=x",
            """
            deaf · FakePipeline · bf16 · cpu · 0.00 s
            image 1 · 16x16 · seed 1000 · 0.31 s · steps=1
            image 2 · 16x16 · seed 1000 · 0.31 s · steps=2

            """,
            """
            deaf ignores negative
            seed 1000
            `grid $1..$2 sheet.png` writes them side by side to a file

            """
        ),
        ("version", "easel 0.1 · cpu Fake, 2 cores · no CUDA device\n", ""),
        ("version; quit; version\nversion", "easel 0.1 · cpu Fake, 2 cores · no CUDA device\n", ""),
        ("# nothing\n\n#= image 1\n;;", "", ""),
        ("help seed", helpOfSeed, ""),
    ]

    nonisolated private static let helpOfSeed = """
        seed: where the noise comes from: the same seed gives the same picture

            set seed SEED

        It must be a whole number from 0 to 9223372036854775807, or `random`.

        """

    @Test(arguments: scripts) func script(text: String, results: String, messages: String) async {
        let transcript = Transcript()
        #expect(await transcript.run(text) == .done)
        #expect(Self.withoutTimes(transcript.results.text) == results)
        #expect(Self.withoutTimes(transcript.messages.text) == messages)
    }

    /// Loading a fake takes no time to speak of, but a busy machine may make it 0.01 s.
    nonisolated private static func withoutTimes(_ text: String) -> String {
        text.replacing(#/(cpu · )\d+\.\d\d s/#) { "\($0.1)0.00 s" }
    }

    @Test func historyMarksWhatFailed() async {
        let transcript = Transcript()
        await transcript.run("load halting; set steps 0")
        let running = Task { await transcript.run("gen \"a \u{1B}[2J\u{202E}\"") }
        while !transcript.messages.text.contains("seed 1000") { await Task.yield() }
        running.cancel()
        #expect(await running.value == .interrupted)
        await transcript.run("history")
        #expect(
            transcript.results.text.hasSuffix(
                """
                    1  load halting
                    2  set steps 0  (failed)
                    3  gen "a \u{241B}[2J[U+202E]"  (interrupted)

                """))
    }

    @Test func aFailureEndsAScript() async {
        let transcript = Transcript()
        #expect(
            await transcript.run("set steps 5; set steps 0; set steps 6\nset steps 7") == .failed)
        #expect(transcript.session.settings[Settings.steps]?.number == 5)
    }

    @Test func aTextContinuesOverLines() async {
        let transcript = Transcript()
        #expect(await transcript.run("set negative \"a\nb\" \\\n  steps=3\nset seed 4") == .done)
        #expect(transcript.session.settings[Settings.negative]?.text == "a\nb")
        #expect(transcript.session.settings[Settings.steps]?.number == 3)
        #expect(transcript.session.settings[Settings.seed] == .number(4))
    }

    @Test func theRequestIsWhatWasSetAndSaid() async throws {
        let transcript = Transcript()
        await transcript.run(
            "load sketch; set guidance 3.5; set negative blurry; set scheduler euler; set n 2")
        await transcript.run("gen \"a lion\" seed=5 steps=2 size=16x24 scheduler=ddim")
        let requests = transcript.session.pictures.map(\.record.request)
        let expected = ImageRequest(
            prompt: "a lion", negative: "blurry", seed: 5, steps: 2, guidance: 3.5,
            size: ImageSize(width: 16, height: 24), scheduler: "ddim")
        var second = expected
        second.seed = 6
        #expect(requests == [expected, second])
        // An option counts for one `gen` alone.
        await transcript.run("gen \"a lion\" n=1 negative=\"\"")
        let last = try #require(transcript.session.pictures.last?.record.request)
        #expect(last.scheduler == "euler")
        #expect(last.steps == 4)
        #expect(last.negative == "")
    }

    @Test func whatAModelIgnoresIsNotRecorded() async {
        let transcript = Transcript()
        await transcript.run("set negative blurry; load deaf; gen a")
        #expect(transcript.session.pictures.first?.record.request.negative == nil)
        #expect(transcript.session.settings[Settings.negative]?.text == "blurry")
    }

    @Test func threadsTakeEffectAtOnce() async {
        let transcript = Transcript()
        await transcript.run("set threads 2; unset threads")
        #expect(transcript.loader.threads.all == [2, nil])
    }

    @Test func aFailedLoadKeepsTheModel() async {
        let transcript = Transcript()
        #expect(await transcript.run("load sketch; load nothing") == .failed)
        #expect(transcript.session.engine?.identity.model == "sketch")
        #expect(
            transcript.messages.text == """
                error: there is no model `nothing`
                hint:  `models` lists the names

                """)
    }

    @Test func displayDrawsInATerminalAndSaysSoElsewhere() async {
        let plain = Transcript()
        #expect(await plain.run("gen a; display; display $1 $1") == .done)
        #expect(plain.messages.text.contains("pictures are shown in a terminal only"))
        let terminal = Transcript(pictures: TerminalPictures(method: .monochrome))
        #expect(await terminal.run("gen a; display size=10") == .done)
        #expect(terminal.results.text.split(separator: "\n").count > 3)
        #expect(!terminal.messages.text.contains("pictures are shown"))
    }

    @Test func ctrlCStopsTheCommandAndKeepsTheModel() async throws {
        let transcript = Transcript()
        await transcript.run("load slow")
        let running = Task { await transcript.run("gen a; version") }
        while !transcript.messages.text.contains("seed 1000") { await Task.yield() }
        running.cancel()
        #expect(await running.value == .interrupted)
        #expect(transcript.messages.text == "seed 1000\ninterrupted\n")
        #expect(transcript.session.engine != nil)
        #expect(!transcript.results.text.contains("easel"))
    }

    @Test func theSignalOfCtrlCCancelsTheCommand() async {
        var before = sigaction()
        sigaction(SIGINT, nil, &before)
        defer { sigaction(SIGINT, &before, nil) }
        let transcript = Transcript()
        let interpreter = Interpreter(transcript.session, Interrupts(endsProgram: false))
        #expect(await interpreter.run("load slow") == .done)
        let running = Task { await interpreter.run("gen a") }
        while !transcript.messages.text.contains("seed 1000") { await Task.yield() }
        kill(getpid(), SIGINT)
        #expect(await running.value == .interrupted)
        #expect(await interpreter.run("version") == .done)
    }
}
