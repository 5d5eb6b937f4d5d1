import Generation
import Testing

/// Graphs of ComfyUI.
@Suite struct ComfyTests {
    @Test func theFirstOfTwoPassesCounts() throws {
        let found = try #require(origin("prompt", OriginSample.comfy))
        #expect(found.tool == .comfyUI)
        #expect(found.prompt == "a fox in the snow, (detailed fur:1.2)")
        #expect(found.negative == "blurry")
        #expect(found.seed == .max && found.steps == 30 && found.guidance == 6.5)
        #expect(found.size == ImageSize(width: 1024, height: 768))
        #expect(found.sampler == "dpmpp_2m" && found.schedule == "karras")
        #expect(found.scheduler == "dpm++-karras")
        #expect(found.model == "sdxl/juggernautXL_v9.safetensors")
        #expect(
            found.notes == [
                "the graph has 2 samplers, of which only the first pass counts",
                "the LoRA `detail_tweaker_xl.safetensors` is not applied",
                "weights in the prompt, such as `(detailed fur:1.2)`, are read as plain text",
            ])
        #expect(
            found.others.map { "\($0.name)=\($0.text)" } == [
                "LoraLoader.lora_name=detail_tweaker_xl.safetensors",
                "LoraLoader.strength_model=0.8", "LoraLoader.strength_clip=0.8",
                "EmptyLatentImage.batch_size=1", "KSampler.seed=987654321", "KSampler.steps=15",
                "KSampler.cfg=5.5", "KSampler.sampler_name=euler", "KSampler.scheduler=normal",
                "KSampler.denoise=0.45", "KSampler.denoise=1.0",
                "LatentUpscaleBy.upscale_method=nearest-exact", "LatentUpscaleBy.scale_by=1.5",
                "SaveImage.filename_prefix=ComfyUI",
            ])
    }

    @Test func fluxInNodesOfItsOwn() throws {
        let found = try #require(origin("prompt", OriginSample.comfyFlux))
        #expect(found.prompt == "a watercolor lighthouse" && found.negative == nil)
        #expect(found.seed == 219_670_278_747_233 && found.steps == 20 && found.guidance == 3.5)
        #expect(found.size == ImageSize(width: 1344, height: 768))
        #expect(
            found.sampler == "euler" && found.schedule == "simple" && found.scheduler == "euler")
        #expect(found.model == "flux1-dev.safetensors")
    }

    /// The node behind the sampler's input `positive`, others that it needs, and the prompt.
    @Test(
        arguments: [
            (
                #""6": {"class_type": "CLIPTextEncodeSDXL", "inputs": {"text_g": "fox", "text_l": "snow"}}"#,
                "fox\nsnow"
            ),
            (
                #""6": {"class_type": "CLIPTextEncodeSDXL", "inputs": {"text_g": "fox", "text_l": "fox"}}"#,
                "fox"
            ),
            (
                #""6": {"class_type": "CLIPTextEncodeFlux", "inputs": {"clip_l": "", "t5xxl": "fox", "guidance": 2}}"#,
                "fox"
            ),
            (
                #""6": {"class_type": "ConditioningCombine", "inputs": {"conditioning_1": ["7", 0], "conditioning_2": ["8", 0]}}, "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "fox"}}, "8": {"class_type": "CLIPTextEncode", "inputs": {"text": "hen"}}"#,
                "fox\nhen"
            ),
            (
                #""6": {"class_type": "ControlNetApplyAdvanced", "inputs": {"positive": ["7", 0], "negative": ["8", 0]}}, "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "fox"}}, "8": {"class_type": "CLIPTextEncode", "inputs": {"text": "hen"}}"#,
                "fox"
            ),
            (
                #""6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["7", 0]}}, "7": {"class_type": "StringConcatenate", "inputs": {"string_a": "a", "string_b": ["8", 0], "delimiter": ", "}}, "8": {"class_type": "PrimitiveStringMultiline", "inputs": {"value": "fox"}}"#,
                "a, fox"
            ),
            (
                #""6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["7", 0]}}, "7": {"class_type": "SDXLPromptStyler", "inputs": {"text_positive": "fox", "text_negative": "hen"}}"#,
                "fox"
            ),
            (
                #""6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["7", 0]}}, "7": {"class_type": "Odd Words", "inputs": {"wörter": "fox", "count": 3}}"#,
                "fox"
            ),
            (
                #""6": {"class_type": "Efficient Loader", "inputs": {"positive": "fox", "negative": "hen"}}"#,
                "fox"
            ),
            (
                #""6": {"class_type": "ConditioningZeroOut", "inputs": {"conditioning": ["3", 0]}}"#,
                nil
            ),
            (#""6": {"class_type": "Unknown", "inputs": {"x": 3}}"#, nil),
            (#""7": {"class_type": "Unknown", "inputs": {}}"#, nil),
        ] as [(String, String?)])
    func prompts(nodes: String, prompt: String?) throws {
        let sampler =
            #"{"class_type": "KSampler", "inputs": {"seed": 1, "positive": ["6", 0], "latent_image": ["5", 0]}}"#
        let found = try #require(origin("prompt", #"{"3": \#(sampler), \#(nodes)}"#))
        #expect(found.prompt == prompt && found.seed == 1)
        #expect(found.guidance == (nodes.contains("guidance") ? 2 : nil))
    }

    /// Links that lead back, nodes that are not there, values of the wrong kind.
    @Test(arguments: [
        #"{"3": {"class_type": "KSampler", "inputs": {"seed": ["3", 0], "positive": ["3", 0], "latent_image": ["3", 0], "model": ["3", 0], "steps": ["4", 0]}}, "4": {"class_type": "X", "inputs": {"value": ["3", 0]}}}"#,
        #"{"3": {"class_type": "KSampler", "inputs": {"seed": {}, "positive": ["9", 0], "latent_image": ["9", 99999999999999999999], "model": [[], 0]}}}"#,
        #"{"3": {"class_type": "KSampler", "inputs": 7}}"#,
        #"{"3": {"class_type": "KSampler"}, "4": 5, "5": {"class_type": 3}}"#,
        #"{"6": {"class_type": "A", "inputs": {"text_a": ["6", 0], "text_b": ["6", 0]}}, "7": {"class_type": "CLIPTextEncode", "inputs": {"text": ["6", 0]}}, "3": {"class_type": "KSampler", "inputs": {"positive": ["7", 0], "latent_image": ["7", 0]}}}"#,
    ])
    func graphsThatLeadNowhere(text: String) throws {
        let found = try #require(origin("prompt", text))
        #expect(found.tool == .comfyUI && found.seed == nil && (found.prompt ?? "").isEmpty)
    }

    /// Each node of thirty joins the text of the next with itself: 2^30 texts.
    @Test func textsThatDoubleEndSoon() throws {
        let nodes = (10..<40).map { index in
            #""\#(index)": {"class_type": "Join", "inputs": {"text_a": ["\#(index + 1)", 0], "text_b": ["\#(index + 1)", 0]}}"#
        }
        let text = #"""
            {"3": {"class_type": "KSampler", "inputs": {"positive": ["6", 0], "latent_image": ["5", 0]}},
            "6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["10", 0]}}, \#(nodes.joined(separator: ", ")),
            "40": {"class_type": "S", "inputs": {"text": "fox"}}}
            """#
        let found = try #require(origin("prompt", text))
        #expect((found.prompt ?? "").utf8.count < 10_000)
    }

    @Test func aPictureThatBeganFromAnother() throws {
        let text = #"""
            {"3": {"class_type": "KSampler", "inputs": {"denoise": 0.6, "positive": ["6", 0], "latent_image": ["5", 0]}},
            "5": {"class_type": "VAEEncode", "inputs": {"pixels": ["4", 0]}},
            "4": {"class_type": "LoadImage", "inputs": {"image": "x.png"}}}
            """#
        let found = try #require(origin("prompt", text))
        #expect(found.notes == ["it began from another picture, which is not reproduced"])
    }

    @Test func theBaseModelEndsBeforeTheRefiner() throws {
        let text = #"""
            {"3": {"class_type": "KSamplerAdvanced", "inputs": {"noise_seed": 5, "steps": 25, "start_at_step": 0, "end_at_step": 20, "positive": ["6", 0], "latent_image": ["5", 0]}}}
            """#
        let found = try #require(origin("prompt", text))
        #expect(found.seed == 5 && found.notes == ["its first pass ends after step 20 of 25"])
    }

    @Test func onlyTheDrawingOfAGraph() throws {
        let found = try #require(origin("workflow", #"{"nodes": [], "links": []}"#))
        #expect(found.tool == .comfyUI && found.notes.count == 1 && found.prompt == nil)
    }
}
