import Generation
import Images
import Shell
import TestSupport
import Testing

@MainActor
@Suite struct AgainTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// What is typed after two pictures, and what the last one is then.
    nonisolated static let lines: [(String, String)] = [
        ("again", "a wolf 7 4 7.5 16x16 pndm"),
        ("again steps=9", "a wolf 7 9 7.5 16x16 pndm"),
        ("again $1", "a lion 5 2 3 24x16 ddim"),
        ("again $1 prompt=\"a tiger\" scheduler=euler", "a tiger 5 2 3 24x16 euler"),
        ("again $1 seed=random", "a lion 1000 2 3 24x16 ddim"),
        ("again $1 n=2", "a lion 6 2 3 24x16 ddim"),
        // What is set now has no effect.
        ("set steps 12; set seed 3; set n 4; again $-2", "a lion 5 2 3 24x16 ddim"),
        ("again $1 steps=$2.steps", "a lion 5 4 3 24x16 ddim"),
    ]

    @Test(arguments: lines) func onlyTheChangeChanges(line: String, expected: String) async {
        let transcript = Transcript()
        await transcript.run(
            "gen \"a lion\" seed=5 steps=2 guidance=3 size=24x16 scheduler=ddim negative=dark")
        await transcript.run("gen \"a wolf\" seed=7")
        #expect(await transcript.run(line) == .done, "\(transcript.messages.text)")
        let names = ["prompt", "seed", "steps", "guidance", "size", "scheduler"]
        #expect(transcript.facts(names).last == expected)
        #expect(
            transcript.facts(["negative"]).last
                == (line.contains("$1") || line.contains("$-2") ? "dark" : "-"))
    }

    @Test func aPictureMadeAgainHasTheSamePixels() async {
        let transcript = Transcript()
        await transcript.run("gen \"a lion\" n=3; again $2; save $2 \(folder.path)/a.png")
        await transcript.run("again \(folder.path)/a.png")
        let pixels = transcript.facts(["pixels"])
        #expect(pixels.count == 5 && pixels[1] == pixels[3] && pixels[1] == pixels[4])
    }

    @Test func itSaysWhatItMakes() async {
        let transcript = Transcript()
        await transcript.run("gen \"a lion\" seed=5; again steps=9 negative=\"a b\"")
        #expect(
            transcript.messages.text.hasSuffix(
                "again: \"a lion\" steps=9 negative=\"a b\"\nseed 5\n"))
    }

    @Test func anotherModelMakesWhatItCan() async {
        let transcript = Transcript()
        await transcript.run(
            "load sketch; gen \"a lion\" seed=5 size=88x64 negative=x scheduler=euler")
        #expect(await transcript.run("load deaf; again; load wide; again $1") == .done)
        let ignored = """
            `sketch` made it; `deaf` makes another picture of it
            `deaf` ignores negative
            `deaf` ignores scheduler
            again: "a lion"

            """
        #expect(transcript.messages.text.contains(ignored))
        let rounded = "`wide` makes sizes in multiples of 64: 64x64 in the place of 88x64\n"
        #expect(transcript.messages.text.contains(rounded))
        #expect(transcript.facts(["size", "negative"]).suffix(2) == ["88x64 -", "64x64 x"])
    }

    /// A file of AUTOMATIC1111's web UI with these parameters.
    private func write(_ parameters: String?) throws -> String {
        let image = RGBImage(
            width: 32, height: 24, bytes: [UInt8](repeating: 9, count: 32 * 24 * 3))
        let path = folder.path + "/a.png"
        try PNGFile.write(
            image, text: parameters.map { [PNGText(keyword: "parameters", text: $0)] } ?? [],
            to: path)
        return path
    }

    @Test func anotherToolsPictureIsMadeAsFarAsItCanBe() async throws {
        let path = try write(
            """
            a lion, <lora:film:0.8>
            Negative prompt: blurry
            Steps: 12, Sampler: Euler, CFG scale: 6.5, Seed: 42, Size: 32x24, Model: v1-5, RNG: CPU
            """)
        let transcript = Transcript()
        #expect(await transcript.run("again \(path) steps=3") == .done)
        let request = try #require(transcript.session.pictures.first?.record.request)
        #expect(
            request
                == ImageRequest(
                    prompt: request.prompt, negative: "blurry", seed: 42, steps: 3, guidance: 6.5,
                    size: ImageSize(width: 32, height: 24), scheduler: "euler"))
        #expect(request.prompt.hasPrefix("a lion"))
        #expect(
            transcript.messages.text.contains(
                "`v1-5` made it; `sketch` makes another picture of it\n"))
        #expect(transcript.messages.text.contains("film"))
    }

    @Test func whatDoesNotFitIsSaid() async throws {
        let path = try write(
            """
            a lion
            Steps: 5000, Sampler: DPM2 a, CFG scale: 700, Seed: 18446744073709551615, Size: 30x20, RNG: CPU
            """)
        let transcript = Transcript()
        #expect(await transcript.run("again \(path)") == .done)
        #expect(transcript.facts(["seed", "steps", "guidance", "size"]) == ["1000 4 7.5 16x16"])
        for part in [
            "its steps `5000` is not used: it must be a whole number from 1 to 1000\n",
            "its guidance `700` is not used", "its seed `18446744073709551615` is not used",
            "its size `30x20` is not used", "its seed is not known: a fresh one is drawn\n",
            "its sampler `DPM2 a` is not among Easel's schedulers\n",
        ] {
            #expect(transcript.messages.text.contains(part), "\(part)")
        }
    }

    @Test func aSchedulerThatTheModelHasNotIsReplaced() async throws {
        let path = try write("a lion\nSteps: 2, Sampler: DPM++ 2M, CFG scale: 7, Seed: 1, RNG: CPU")
        let transcript = Transcript()
        #expect(await transcript.run("again \(path); again \(path) scheduler=ddim") == .done)
        let note = "`sketch` has no scheduler `dpm++`: its own, `pndm`, is used\n"
        #expect(transcript.messages.text.ranges(of: note).count == 1)
        #expect(transcript.facts(["size", "scheduler"]) == ["32x24 pndm", "32x24 ddim"])
    }

    @Test func aRecordThatSaysAnythingDoesNoHarm() async throws {
        let record = """
            {"easel":"0.1","engine":{"arithmetic":"","device":"cpu","family":"x","model":"sketch","precision":"bf16",\
            "source":"x"},"pixels":"x","request":{"count":-5,"guidance":1e300,"prompt":"a\\u001b[2Jb","seed":7,\
            "size":{"height":-1,"width":0},"steps":-3},"scheduler":"","seconds":1e308}
            """
        let image = RGBImage(width: 8, height: 8, bytes: [UInt8](repeating: 0, count: 192))
        let path = folder.path + "/a.png"
        try PNGFile.write(image, text: [PNGText(keyword: "easel", text: record)], to: path)
        let transcript = Transcript()
        #expect(
            await transcript.run("info \(path); again \(path); diff \(path) $1; images") == .done)
        #expect(transcript.facts(["seed", "steps", "guidance", "size"]) == ["7 4 7.5 16x16"])
        #expect(!transcript.results.text.contains("\u{1B}"))
        #expect(!transcript.messages.text.contains("\u{1B}"))
        #expect(transcript.results.text.contains("changed since they were recorded"))
    }

    @Test func aFileThatTellsNothingIsRefused() async throws {
        let transcript = Transcript()
        let bare = try write(nil)
        #expect(await transcript.run("again \(bare)") == .failed)
        #expect(
            transcript.messages.text.contains("error: `\(bare)` does not tell how it was made\n"))
        let promptless = try write("Steps: 2, Sampler: Euler, CFG scale: 7, Seed: 1")
        #expect(await transcript.run("again \(promptless)") == .failed)
        #expect(
            transcript.messages.text.contains("error: `\(promptless)` does not tell its prompt\n"))
        #expect(await transcript.run("again \(promptless) prompt=\"a lion\"") == .done)
    }
}
