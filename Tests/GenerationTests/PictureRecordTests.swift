import Generation
import Images
import Testing

/// Easel's own text in a PNG.
@Suite struct PictureRecordTests {
    @Test func theRecordSurvivesTheFile() throws {
        let picture = samplePicture(prompt: "獅子 \"☕\"\n", negative: nil, seed: .max)
        let bytes = try PNGFile.encode(picture.pixels, text: PictureRecord(picture).pngText())
        let file = try PNGFile.decode(bytes)
        #expect(file.texts.map(\.keyword) == ["parameters", "easel"])
        let record = try #require(PictureRecord(file.texts))
        #expect(record.request == picture.request)
        #expect(record.engine == picture.engine)
        #expect(record.scheduler == picture.scheduler)
        #expect(record.pixels == file.image.pixelHash)
        #expect(record.seconds == 1.9)
        #expect(record.easel == Easel.version)
    }

    @Test func theJSONIsTheSameEveryTime() throws {
        let picture = samplePicture()
        #expect(
            try PictureRecord(picture).json() == """
                {"easel":"0.1","engine":{"arithmetic":"oneDNN 2.6.3, avx512-bf16","device":"cpu",\
                "family":"StableDiffusionPipeline",\
                "model":"sd15","precision":"bf16","source":"sd-legacy/stable-diffusion-v1-5"},\
                "pixels":"\(picture.pixels.pixelHash)","request":{"count":1,"guidance":7.5,\
                "negative":"blurry","prompt":"a lion having coffee","seed":42,\
                "size":{"height":96,"width":64},"steps":20},\
                "scheduler":"PNDMScheduler, leading","seconds":1.9}
                """)
    }

    @Test(arguments: [
        "", "{", "[]", "{\"easel\":\"0.1\"}", "{\"easel\":1}",
        String(repeating: "[", count: 100_000),
    ])
    func whatIsNoRecordIsNone(text: String) {
        #expect(PictureRecord([PNGText(keyword: "easel", text: text)]) == nil)
    }

    @Test func otherTextsAreNone() {
        #expect(PictureRecord([PNGText(keyword: "parameters", text: "a\nSteps: 3")]) == nil)
        #expect(PictureRecord([]) == nil)
    }

    @Test(arguments: [
        ("/home/someone/models/my-model", "my-model"),
        ("/home/someone/models/my-model/", "my-model"),
        ("~/my-model", "my-model"),
        ("./my-model", "my-model"),
        ("../someone/my-model", "my-model"),
        ("work/someone/my-model", "my-model"),
        ("file:///home/someone/my-model", "my-model"),
        ("org/name", "org/name"),
        ("org/name@revision", "org/name@revision"),
        ("sketch", "sketch"),
        ("https://someone:secret@host.org/models/m?token=secret#x", "https://host.org/models/m"),
        ("https://host.org/a@b", "https://host.org/a@b"),
    ])
    func noPathOrSecretLeavesTheMachine(source: String, shown: String) throws {
        let texts = try PictureRecord(samplePicture(model: source, source: source)).pngText()
        let record = try #require(PictureRecord(texts))
        #expect(record.engine.source == shown && record.engine.model == shown)
        for text in texts {
            #expect(!text.text.contains("someone") && !text.text.contains("secret"))
        }
    }
}
