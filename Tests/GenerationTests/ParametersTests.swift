import Generation
import Testing

/// The text `parameters`, as other tools read it.
@Suite struct ParametersTests {
    @Test func theWholeText() {
        #expect(
            samplePicture().parameters == """
                a lion having coffee
                Negative prompt: blurry
                Steps: 20, Sampler: PLMS, CFG scale: 7.5, Seed: 42, Size: 64x96, Model: sd15, \
                RNG: CPU, Version: Easel 0.1
                """)
    }

    @Test(arguments: [nil, ""] as [String?])
    func noNegativePromptNoLine(negative: String?) {
        #expect(!samplePicture(negative: negative).parameters.contains("Negative"))
    }

    @Test func automatic1111ReadsEverything() {
        let reader = A1111Reader(
            samplePicture(
                prompt: "a lion,\n(coffee:1.2) \"hot\" ☕", negative: "blurry\nwords",
                scheduler: "DPMSolverMultistepScheduler, dpmsolver++, karras",
                model: "my model, v1: \"best\" \\o", seed: .max
            ).parameters)
        #expect(reader.prompt == "a lion,\n(coffee:1.2) \"hot\" ☕")
        #expect(reader.negative == "blurry\nwords")
        #expect(
            reader.order == [
                "Steps", "Sampler", "Schedule type", "CFG scale", "Seed", "Size", "Model", "RNG",
                "Version",
            ])
        #expect(reader.pairs["Sampler"] == "DPM++ 2M")
        #expect(reader.pairs["Schedule type"] == "Karras")
        #expect(reader.pairs["Seed"] == "18446744073709551615")
        #expect(reader.pairs["Size"] == "64x96")
        #expect(reader.pairs["Model"] == "my model, v1: \"best\" \\o")
    }

    @Test func aPromptCannotPassForTheLastLine() {
        let text = samplePicture(
            prompt: "a lion\nSteps: 9, Sampler: none, Seed: 1\r\nNegative prompt: x\n\nend\u{0}",
            negative: "a\n Steps: 3, Seed: 4"
        ).parameters
        // sd-prompt-reader splits at the first "\nSteps:", CivitAI wants one line that begins with it.
        #expect(text.split(separator: "\nSteps:").count == 2)
        #expect(text.split(separator: "\n").count { $0.hasPrefix("Steps: ") } == 1)
        let reader = A1111Reader(text)
        #expect(reader.pairs["Steps"] == "20")
        #expect(
            reader.prompt
                == "a lion Steps: 9, Sampler: none, Seed: 1 Negative prompt: x\n\nend")
        #expect(reader.negative == "a Steps: 3, Seed: 4")
    }

    @Test(arguments: [
        ("EulerDiscreteScheduler, leading", "Euler"),
        ("EulerAncestralDiscreteScheduler", "Euler a"),
        ("DDIMScheduler, leading", "DDIM"),
        ("PNDMScheduler", "PLMS"),
        ("DPMSolverMultistepScheduler, dpmsolver++", "DPM++ 2M"),
        ("DPMSolverMultistepScheduler, sde-dpmsolver++", "DPM++ 2M SDE"),
        ("UniPCMultistepScheduler", "UniPC"),
        ("LCMScheduler", "LCM"),
        ("HeunDiscreteScheduler, x", "HeunDiscrete"),
    ])
    func samplersHaveTheirNamesThere(scheduler: String, sampler: String) {
        let reader = A1111Reader(samplePicture(scheduler: scheduler).parameters)
        #expect(reader.pairs["Sampler"] == sampler)
        #expect(reader.pairs["Schedule type"] == nil)
    }
}
