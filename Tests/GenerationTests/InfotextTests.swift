import Generation
import Images
import Testing

/// Pictures of AUTOMATIC1111's web UI and of what writes as it does.
@Suite struct InfotextTests {
    @Test func everyFieldOfAWebUIPicture() throws {
        let found = try #require(origin("parameters", OriginSample.webUI))
        #expect(found.tool == .automatic1111 && found.version == "v1.10.1")
        #expect(
            found.prompt == """
                portrait of an old sailor, (dramatic lighting:1.3), <lora:detail_tweaker:0.8>,
                harbor, [oil painting|photograph]
                """)
        #expect(found.negative == "(worst quality, low quality:1.4), watermark")
        #expect(found.seed == 3_141_592_653 && found.steps == 28 && found.guidance == 6.5)
        #expect(found.size == ImageSize(width: 832, height: 1216))
        #expect(found.sampler == "DPM++ 2M" && found.schedule == "Karras")
        #expect(found.scheduler == "dpm++-karras")
        #expect(found.model == "realisticVisionV60" && found.modelHash == "1fe6c7ec54")
        #expect(
            found.others.map(\.name) == [
                "VAE hash", "VAE", "Denoising strength", "Clip skip", "Hires upscale",
                "Hires steps", "Hires upscaler", "Lora hashes", "TI hashes",
            ])
        #expect(found["Lora hashes"] == "detail_tweaker: 7c0b3b9a1c4d, second: 00ff")
        #expect(
            found.notes == [
                "its noise was drawn on a GPU, so the same seed gives another picture here",
                "the LoRAs `detail_tweaker`, `second` are not applied",
                "its second pass at a higher resolution is not reproduced",
                "its CLIP skip (`2`) is not reproduced",
                "its VAE `vae-ft-mse-840000-ema-pruned.safetensors` is not loaded, "
                    + "the model's own is used",
                "embeddings (textual inversion) are read as plain text",
                "brackets in the prompt, such as `[oil painting|photograph]`, "
                    + "are read as plain text",
                "weights in the prompt, such as `(dramatic lighting:1.3)`, are read as plain text",
            ])
    }

    @Test func forgeGivesFluxItsDistilledGuidance() throws {
        let found = try #require(origin("parameters", OriginSample.forge))
        #expect(found.tool == .forge && found.guidance == 3.5 && found["CFG scale"] == "1")
        #expect(found.negative == nil)
        #expect(found.scheduler == "euler")
        #expect(found.notes.contains { $0.contains("noise schedule `simple`") })
    }

    @Test func whatEaselWritesComesBack() throws {
        let picture = samplePicture(
            prompt: "a lion,\n☕", scheduler: "DPMSolverMultistepScheduler, dpmsolver++, karras",
            model: "my model, v1: \"best\" \\o", seed: .max)
        let found = try #require(origin("parameters", picture.parameters))
        #expect(found.tool == .easel && found.version == "Easel 0.1")
        #expect(found.prompt == "a lion,\n☕" && found.negative == "blurry")
        #expect(found.seed == .max && found.steps == 20 && found.guidance == 7.5)
        #expect(found.size == ImageSize(width: 64, height: 96))
        #expect(found.scheduler == "dpm++-karras" && found.model == "my model, v1: \"best\" \\o")
        #expect(found.others == [OriginPair(name: "RNG", text: "CPU")] && found.notes.isEmpty)
    }

    /// The line of pairs, and what of it is read.
    @Test(arguments: [
        ("Steps: 1, Sampler: LMS, Seed: 2", ["Sampler=LMS", "Seed=2", "Steps=1"]),
        ("Steps: 1,Seed: 2,, CFG scale:3", ["CFG=3.0", "Seed=2", "Steps=1"]),
        ("a: 1, b c: 2, Steps: 3, Seed: 4", ["Seed=4", "Steps=3", "b c=2"]),
        ("Steps: 1, Seed: 2, X/Y-z 1: v", ["Seed=2", "Steps=1", "X/Y-z 1=v"]),
        ("Steps: 1, Seed: 2, Größe: x", ["Größe=x", "Seed=2", "Steps=1"]),
        (
            #"Steps: 1, Seed: 2, Model: "a, b: \"c\"\n""#,
            ["Model=a, b: \"c\"\n", "Seed=2", "Steps=1"]
        ),
        (#"Steps: 1, Seed: 2, Kind: "a" b"#, [#"Kind="a" b"#, "Seed=2", "Steps=1"]),
        (#"Steps: 1, Seed: 2, Kind: "a\q, b""#, [#"Kind="a\q, b""#, "Seed=2", "Steps=1"]),
        (#"Steps: 1, Seed: 2, Kind: "open, x: y"#, [#"Kind="open"#, "Seed=2", "Steps=1"]),
        (
            #"Steps: 1, Seed: 2, Hashes: {"vae": "c6", "model": "c0"}, Version: v1"#,
            ["Hash=c0", #"Hashes={"vae": "c6", "model": "c0"}"#, "Seed=2", "Steps=1", "Version=v1"]
        ),
        (
            "Steps: 1, Seed: 2, Civitai resources: [{\"a\":1}, 2], Size: 8x9",
            ["Civitai resources=[{\"a\": 1}, 2]", "Seed=2", "Size=8x9", "Steps=1"]
        ),
        ("Steps: 1, Seed: 2, Hires resize: 8x9", ["Hires resize=8x9", "Seed=2", "Steps=1"]),
        (
            "Steps: x, Seed: -1, CFG scale: nan, Size: 0x9",
            ["CFG scale=nan", "Seed=-1", "Size=0x9", "Steps=x"]
        ),
        (
            "Steps: 99999999999999999999, Seed: 18446744073709551616, CFG scale: 1e999",
            [
                "CFG scale=1e999", "Seed=18446744073709551616", "Steps=99999999999999999999",
            ]
        ),
        ("Steps: 1, Seed: 2, Seed: 3", ["Seed=2", "Seed=3", "Steps=1"]),
    ])
    func pairs(line: String, read: [String]) throws {
        let found = try #require(origin("parameters", "a fox\n" + line))
        var seen = found.others.map { "\($0.name)=\($0.text)" }
        seen += [
            found.steps.map { "Steps=\($0)" }, found.seed.map { "Seed=\($0)" },
            found.guidance.map { "CFG=\($0)" }, found.size.map { "Size=\($0)" },
            found.sampler.map { "Sampler=\($0)" }, found.model.map { "Model=\($0)" },
            found.modelHash.map { "Hash=\($0)" }, found.version.map { "Version=\($0)" },
        ].compactMap(\.self)
        #expect(seen.sorted() == read.sorted())
        #expect(found.prompt == "a fox")
    }

    /// The whole text, the prompt and the negative prompt.
    @Test(
        arguments: [
            ("a\nb\nNegative prompt: c\nd\nSteps: 1, Seed: 2, Size: 8x8", "a\nb", "c\nd"),
            ("Negative prompt: c\nSteps: 1, Seed: 2, Size: 8x8", "", "c"),
            ("Steps: 1, Seed: 2, Size: 8x8", "", nil),
            ("a\r\nNegative prompt: c\r\nSteps: 1, Seed: 2, Size: 8x8\r\n", "a", "c"),
            ("\n\n a \nNegative prompt:\n c\nSteps: 1, Seed: 2, Size: 8x8", "a", "c"),
            (
                "a\nSteps: 9, that is all\nb\nSteps: 1, Seed: 2, Size: 8x8",
                "a\nSteps: 9, that is all\nb", nil
            ),
            ("just words", "just words", nil),
            ("words\nSteps: 1, Seed: 2", "words\nSteps: 1, Seed: 2", nil),
            ("a\nNegative prompt: b\nSteps: 1, Seed: 2, Size: 8x8\nTemplate: {a|b}\nend", "a", "b"),
        ] as [(String, String, String?)])
    func prompts(text: String, prompt: String, negative: String?) throws {
        let found = try #require(origin("parameters", text))
        #expect(found.prompt == prompt && found.negative == negative)
    }

    @Test func linesBelowThePairsAreKept() throws {
        let text = "a\nSteps: 1, Seed: 2, Size: 8x8\n\nTemplate: {a|b}: c\nend"
        let found = try #require(origin("parameters", text))
        #expect(found.steps == 1)
        #expect(found["Template"] == "{a|b}: c" && found["Text"] == "end")
    }

    @Test(
        arguments: [
            ("Version: v1.9.4", .automatic1111), ("Version: f1.7.0", .forge),
            ("Version: neo-2.1", .forge),
            ("App: SD.Next, Version: 0eb4a98", .sdNext), ("Version: ComfyUI", .comfyUI),
            ("Version: Fooocus v2.1.8", .fooocus), ("Version: Easel 0.1", .easel),
            ("Version: stable-diffusion.cpp", .stableDiffusionCpp), ("Size: 8x8", .automatic1111),
        ] as [(String, PictureOrigin.Tool)])
    func theToolIsToldByItsVersion(pair: String, tool: PictureOrigin.Tool) {
        #expect(origin("parameters", "a\nSteps: 1, Seed: 2, \(pair), End: 1")?.tool == tool)
    }

    /// DPM++ 2M has Karras sigmas where the web UI chooses for itself, and none where it names no schedule.
    @Test(
        arguments: [
            ("DPM++ 2M", "dpm++"), ("DPM++ 2M, Schedule type: Automatic", "dpm++-karras"),
            ("DPM++ 2M Karras", "dpm++-karras"), ("DPM++ SDE Karras", nil),
            ("DPM++ 2M SDE, Schedule type: Automatic", "dpm++-sde"), ("PLMS", "pndm"),
            ("Euler a", "euler-a"), ("UniPC", "unipc"), ("DPM2 a Karras", nil), ("Heun", nil),
        ] as [(String, String?)])
    func samplers(words: String, scheduler: String?) throws {
        let text = "a\nSteps: 1, Seed: 2, RNG: CPU, Sampler: \(words), Version: v1.10"
        let found = try #require(origin("parameters", text))
        #expect(found.scheduler == scheduler)
        let isNoted = found.notes.contains { $0.hasPrefix("its sampler") }
        #expect(isNoted == (scheduler == nil))
    }

    @Test func plainTextsInUTF8AreMeantAsThat() throws {
        let bytes = "a lion ☕ 獅子".utf8.map { Character(Unicode.Scalar($0)) }
        #expect(origin("parameters", String(bytes))?.prompt == "a lion ☕ 獅子")
        #expect(origin("parameters", "café")?.prompt == "café")
    }

    @Test func aGraphSaysMoreThanALonePromptAndLessThanPairs() {
        let graph = PNGText(keyword: "prompt", text: OriginSample.comfy)
        let words = PNGText(keyword: "parameters", text: "words")
        let pairs = PNGText(keyword: "parameters", text: "a\nSteps: 1, Seed: 2, Size: 8x8")
        #expect(PictureOrigin([words, graph])?.steps == 30)
        #expect(PictureOrigin([pairs, graph])?.steps == 1)
        #expect(PictureOrigin([pairs, graph])?.tool == .comfyUI)
    }

    @Test func noTextsTellNothing() {
        #expect(PictureOrigin([]) == nil)
        for (keyword, text) in [
            ("parameters", ""), ("Software", "gimp"), ("prompt", "a fox"), ("Comment", "x"),
        ] {
            #expect(origin(keyword, text) == nil)
        }
    }
}
