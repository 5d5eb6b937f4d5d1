import Generation
import Images
import Testing

/// Pictures of InvokeAI and of other tools, and Easel's own.
@Suite struct OtherToolsTests {
    @Test func invokeAIVersion3() throws {
        let found = try #require(origin("invokeai_metadata", OriginSample.invoke))
        #expect(found.tool == .invokeAI && found.version == "3.1.0")
        #expect(found.prompt == "a cozy cabin, (snow)1.2" && found.negative == "")
        #expect(found.seed == 387_129_902 && found.steps == 25 && found.guidance == 8)
        #expect(found.size == ImageSize(width: 1024, height: 832))
        #expect(found.sampler == "dpmpp_2m_sde_k" && found.scheduler == "dpm++-sde-karras")
        #expect(found.model == "stable-diffusion-xl-base-1.0" && found.modelHash == nil)
        #expect(found["model.base_model"] == "sdxl" && found["controlnets"] == "[]")
        #expect(
            found.notes == [
                "the LoRA `add-detail` is not applied",
                "weights in the prompt, such as `(snow)1.2`, are read as plain text",
            ])
    }

    @Test func invokeAIVersion5WithFlux() throws {
        let found = try #require(origin("invokeai_metadata", OriginSample.invokeNew))
        #expect(found.guidance == 4 && found["cfg_scale"] == "1")
        #expect(found.model == "FLUX Dev (Quantized)")
        #expect(found.modelHash == "blake3:8aadbed066021cc9" && found["model.base"] == "flux")
        #expect(
            found.notes == [
                "its noise was drawn on a GPU, so the same seed gives another picture here",
                "its VAE `FLUX.1-schnell_ae` is not loaded, the model's own is used",
            ])
    }

    @Test func invokeAIVersion2() throws {
        let found = try #require(origin("sd-metadata", OriginSample.invokeOld))
        #expect(found.version == "2.3.5")
        #expect(found.prompt == "a robot reading a book" && found.negative == "blurry, text")
        #expect(found.seed == 1_618_033_988 && found.steps == 50 && found.guidance == 7.5)
        #expect(found.size == ImageSize(width: 640, height: 512) && found.scheduler == "euler-a")
        #expect(found.model == "stable-diffusion-1.5" && found.modelHash == "cc6cb27103417325")
        #expect(found.notes.isEmpty)
    }

    @Test(arguments: [
        OriginSample.dream,
        "\"a red fox [blurry, text]\" -s50 -S3357757885 -W512 -H768 -C7.5 -Aplms -G0.8",
    ])
    func dream(line: String) throws {
        let found = try #require(origin("Dream", line))
        #expect(found.tool == .invokeAI)
        #expect(found.prompt == "a red fox" && found.negative == "blurry, text")
        #expect(found.seed == 3_357_757_885 && found.steps == 50 && found.guidance == 7.5)
        #expect(found.size == ImageSize(width: 512, height: 768) && found.scheduler == "pndm")
        #expect(found.others == [OriginPair(name: "-G", text: "0.8")])
    }

    @Test(arguments: ["", "\"", "a fox -s 50", "\"\"", "\"x\" -", "\"x\" 5 - -s -", "\"[\" -s"])
    func dreamsThatAreNone(line: String) {
        #expect(origin("Dream", line)?.steps == nil)
    }

    @Test func novelAI() throws {
        let found = try #require(
            PictureOrigin([
                PNGText(keyword: "Description", text: "silver hair"),
                PNGText(keyword: "Software", text: "NovelAI"),
                PNGText(keyword: "Source", text: "NovelAI Diffusion V4.5 4BB8B1D7"),
                PNGText(keyword: "Comment", text: OriginSample.novelAI),
            ]))
        #expect(found.tool == .novelAI && found.prompt == "silver hair, {rain}")
        #expect(found.negative == "lowres" && found.seed == 3_071_474_384)
        #expect(found.steps == 28 && found.guidance == 5 && found.scheduler == "euler-a")
        #expect(found.size == ImageSize(width: 832, height: 1216))
        #expect(found.model == "NovelAI Diffusion V4.5" && found.modelHash == "4BB8B1D7")
        #expect(
            found.notes == ["weights in the prompt, such as `{rain}`, are read as plain text"])
    }

    @Test func fooocus() throws {
        let found = try #require(origin("parameters", OriginSample.fooocus))
        #expect(found.tool == .fooocus && found.version == "Fooocus v2.5.5")
        #expect(found.prompt == "a cat" && found.seed == 7_331_414_150_912_456)
        #expect(found.size == ImageSize(width: 1152, height: 896))
        #expect(found.scheduler == "dpm++-sde-karras" && found.guidance == 4)
        #expect(found.model == "juggernautXL_v8Rundiffusion" && found.modelHash == "aeb7e9e689")
        #expect(
            found.notes == [
                "the LoRA `sd_xl_offset` is not applied",
                "its styles are not applied: `['Fooocus V2']`",
            ])
    }

    @Test func swarmUI() throws {
        let found = try #require(origin("parameters", OriginSample.swarm))
        #expect(found.tool == .swarmUI && found.prompt == "a three-quarter shot")
        #expect(found.guidance == 3.5 && found["cfgscale"] == "1.0")
        #expect(found.size == ImageSize(width: 1024, height: 1024) && found.scheduler == "euler")
        #expect(found.model == "Flux/flux1-dev-fp8" && found["sui_extra_data.date"] == "2024-08-07")
    }

    @Test func drawThings() throws {
        let found = try #require(origin("XML:com.adobe.xmp", OriginSample.drawThings))
        #expect(found.tool == .drawThings && found.prompt == "a fox & a hen")
        #expect(found.negative == "blurry" && found.seed == 2_814_159_265 && found.steps == 20)
        #expect(found.size == ImageSize(width: 512, height: 640))
        #expect(found.scheduler == "dpm++-karras" && found.notes.isEmpty)
    }

    @Test func easyDiffusion() throws {
        let texts = [
            ("prompt", "a fox"), ("seed", "7"), ("use_stable_diffusion_model", "sd-v1-5"),
            ("num_inference_steps", "25"), ("guidance_scale", "7.5"), ("width", "512"),
            ("height", "640"), ("sampler_name", "euler_a"), ("negative_prompt", "hen"),
        ]
        let found = try #require(
            PictureOrigin(texts.map { PNGText(keyword: $0.0, text: $0.1) }))
        #expect(found.tool == .easyDiffusion && found.prompt == "a fox" && found.negative == "hen")
        #expect(found.steps == 25 && found.seed == 7 && found.scheduler == "euler-a")
        #expect(found.size == ImageSize(width: 512, height: 640) && found.others.isEmpty)
    }

    @Test func easelsOwnRecordGoesBeforeAllElse() throws {
        let picture = samplePicture(scheduler: "EulerDiscreteScheduler, karras, leading")
        let found = try #require(PictureOrigin(PictureRecord(picture).pngText()))
        #expect(found.tool == .easel && found.record?.request == picture.request)
        #expect(found.prompt == picture.request.prompt && found.seed == 42)
        #expect(found.scheduler == "euler-karras" && found.model == "sd15")
        #expect(found.others.map(\.name).contains("precision") && found.notes.isEmpty)
    }
}
