import Generation
import Images

/// Texts as the tools write them: the forms and keys are theirs, the words are not.
enum OriginSample {
    static let webUI = """
        portrait of an old sailor, (dramatic lighting:1.3), <lora:detail_tweaker:0.8>,
        harbor, [oil painting|photograph]
        Negative prompt: (worst quality, low quality:1.4), watermark
        Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 3141592653, \
        Size: 832x1216, Model hash: 1fe6c7ec54, Model: realisticVisionV60, VAE hash: 235745af8d, \
        VAE: vae-ft-mse-840000-ema-pruned.safetensors, Denoising strength: 0.4, Clip skip: 2, \
        Hires upscale: 1.5, Hires steps: 10, Hires upscaler: 4x-UltraSharp, \
        Lora hashes: "detail_tweaker: 7c0b3b9a1c4d, second: 00ff", TI hashes: "easynegative: c74b", \
        Version: v1.10.1
        """

    static let forge = """
        a lighthouse at dusk
        Steps: 20, Sampler: Euler, Schedule type: Simple, CFG scale: 1, Distilled CFG Scale: 3.5, \
        Seed: 42, Size: 896x1152, Model hash: d5d1e2a8b0, Model: flux1-dev-Q8_0, \
        Version: f2.0.1v1.10.1-previous-313-g8a042934, Module 1: ae, Module 2: clip_l
        """

    /// Two passes, a LoRA, a text from a node of its own, and Python's NaN.
    static let comfy = """
        {"4": {"inputs": {"ckpt_name": "sdxl/juggernautXL_v9.safetensors"}, \
        "class_type": "CheckpointLoaderSimple", "_meta": {"title": "Load Checkpoint"}},
        "10": {"inputs": {"lora_name": "detail_tweaker_xl.safetensors", "strength_model": 0.8, \
        "strength_clip": 0.8, "model": ["4", 0], "clip": ["4", 1]}, "class_type": "LoraLoader"},
        "20": {"inputs": {"string": "a fox in the snow, (detailed fur:1.2)"}, \
        "class_type": "StringConstant"},
        "6": {"inputs": {"text": ["20", 0], "clip": ["10", 1]}, "class_type": "CLIPTextEncode"},
        "7": {"inputs": {"text": "blurry", "clip": ["10", 1]}, "class_type": "CLIPTextEncode"},
        "5": {"inputs": {"width": 1024, "height": 768, "batch_size": 1}, \
        "class_type": "EmptyLatentImage", "is_changed": [NaN]},
        "12": {"inputs": {"seed": 987654321, "steps": 15, "cfg": 5.5, "sampler_name": "euler", \
        "scheduler": "normal", "denoise": 0.45, "model": ["10", 0], "positive": ["6", 0], \
        "negative": ["7", 0], "latent_image": ["11", 0]}, "class_type": "KSampler"},
        "3": {"inputs": {"seed": 18446744073709551615, "steps": 30, "cfg": 6.5, \
        "sampler_name": "dpmpp_2m", "scheduler": "karras", "denoise": 1.0, "model": ["10", 0], \
        "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}, \
        "class_type": "KSampler"},
        "11": {"inputs": {"upscale_method": "nearest-exact", "scale_by": 1.5, "samples": ["3", 0]}, \
        "class_type": "LatentUpscaleBy"},
        "13": {"inputs": {"samples": ["12", 0], "vae": ["4", 2]}, "class_type": "VAEDecode"},
        "14": {"inputs": {"filename_prefix": "ComfyUI", "images": ["13", 0]}, \
        "class_type": "SaveImage"}}
        """

    /// FLUX, whose sampler takes everything from nodes of its own.
    static let comfyFlux = """
        {"68:13": {"inputs": {"noise": ["68:25", 0], "guider": ["68:22", 0], \
        "sampler": ["68:16", 0], "sigmas": ["68:17", 0], "latent_image": ["27", 0]}, \
        "class_type": "SamplerCustomAdvanced"},
        "6": {"inputs": {"text": "a watercolor lighthouse", "clip": ["11", 0]}, \
        "class_type": "CLIPTextEncode"},
        "26": {"inputs": {"guidance": 3.5, "conditioning": ["6", 0]}, "class_type": "FluxGuidance"},
        "68:22": {"inputs": {"model": ["30", 0], "conditioning": ["26", 0]}, \
        "class_type": "BasicGuider"},
        "68:25": {"inputs": {"noise_seed": ["40", 0]}, "class_type": "RandomNoise"},
        "40": {"inputs": {"value": 219670278747233, "control_after_generate": "randomize"}, \
        "class_type": "PrimitiveInt"},
        "68:16": {"inputs": {"sampler_name": "euler"}, "class_type": "KSamplerSelect"},
        "68:17": {"inputs": {"scheduler": "simple", "steps": 20, "denoise": 1.0, \
        "model": ["30", 0]}, "class_type": "BasicScheduler"},
        "30": {"inputs": {"max_shift": 1.15, "base_shift": 0.5, "width": 1344, "height": 768, \
        "model": ["12", 0]}, "class_type": "ModelSamplingFlux"},
        "12": {"inputs": {"unet_name": "flux1-dev.safetensors", "weight_dtype": "default"}, \
        "class_type": "UNETLoader"},
        "27": {"inputs": {"width": ["41", 0], "height": ["42", 0], "batch_size": 1}, \
        "class_type": "EmptySD3LatentImage"},
        "41": {"inputs": {"value": 1344}, "class_type": "PrimitiveNode"},
        "42": {"inputs": {"int": 768}, "class_type": "Int Literal"},
        "9": {"inputs": {"filename_prefix": "flux", "images": ["8", 0]}, "class_type": "SaveImage"},
        "8": {"inputs": {"samples": ["68:13", 0], "vae": ["10", 0]}, "class_type": "VAEDecode"},
        "10": {"inputs": {"vae_name": "ae.safetensors"}, "class_type": "VAELoader"}}
        """

    static let invoke = """
        {"app_version": "3.1.0", "generation_mode": "sdxl_txt2img", "positive_prompt": \
        "a cozy cabin, (snow)1.2", "negative_prompt": "", "width": 1024, "height": 832, \
        "seed": 387129902, "rand_device": "cpu", "cfg_scale": 8.0, "steps": 25, \
        "scheduler": "dpmpp_2m_sde_k", "clip_skip": 0, "model": {"model_name": \
        "stable-diffusion-xl-base-1.0", "base_model": "sdxl", "model_type": "main"}, \
        "controlnets": [], "loras": [{"lora": {"model_name": "add-detail", "base_model": "sdxl"}, \
        "weight": 0.6}], "refiner_model": null}
        """

    static let invokeNew = """
        {"app_version": "5.4.2", "generation_mode": "flux_txt2img", "positive_prompt": "a lake", \
        "width": 1360, "height": 768, "seed": 2443106208, "steps": 30, "cfg_scale": 1, \
        "guidance": 4, "scheduler": "euler", "model": {"key": "c5ba7675", "hash": \
        "blake3:8aadbed066021cc9", "name": "FLUX Dev (Quantized)", "base": "flux", \
        "type": "main"}, "rand_device": "cuda", "vae": {"key": "0f0c", "name": "FLUX.1-schnell_ae"}}
        """

    static let invokeOld = """
        {"model": "stable diffusion", "model_weights": "stable-diffusion-1.5", "model_hash": \
        "cc6cb27103417325", "app_id": "invoke-ai/InvokeAI", "app_version": "2.3.5", "image": \
        {"prompt": [{"prompt": "a robot reading [blurry, text] a book", "weight": 1.0}], \
        "steps": 50, "cfg_scale": 7.5, "height": 512, "width": 640, "seed": 1618033988, \
        "seamless": false, "hires_fix": false, "type": "txt2img", "postprocessing": null, \
        "sampler": "k_euler_a", "variations": []}}
        """

    static let dream =
        "\"a red fox [blurry, text]\" -s 50 -S 3357757885 -W 512 -H 768 -C 7.5 -A plms -G 0.8"

    static let novelAI = """
        {"prompt": "silver hair, {rain}", "steps": 28, "height": 1216, "width": 832, "scale": 5.0, \
        "uncond_scale": 0.0, "seed": 3071474384, "n_samples": 1, "noise_schedule": "native", \
        "sampler": "k_euler_ancestral", "sm": false, "uc": "lowres", \
        "request_type": "PromptGenerateRequest", "v4_negative_prompt": {"caption": \
        {"base_caption": "lowres", "char_captions": []}}}
        """

    static let fooocus = """
        {"adm_guidance": "(1.5, 0.8, 0.3)", "base_model": "juggernautXL_v8Rundiffusion", \
        "base_model_hash": "aeb7e9e689", "full_negative_prompt": ["", "ugly"], "full_prompt": \
        ["a cat", "cinematic still a cat"], "guidance_scale": 4.0, "loras": \
        [["sd_xl_offset", 0.1, "4852686128"]], "metadata_scheme": "fooocus", "negative_prompt": "", \
        "performance": "Speed", "prompt": "a cat", "refiner_model": "None", "resolution": \
        "(1152, 896)", "sampler": "dpmpp_2m_sde_gpu", "scheduler": "karras", "seed": \
        "7331414150912456", "sharpness": 2.0, "steps": 30, "styles": "['Fooocus V2']", \
        "vae": "Default (model)", "version": "Fooocus v2.5.5"}
        """

    static let swarm = """
        {"sui_image_params": {"prompt": "a three-quarter shot", "model": "Flux/flux1-dev-fp8", \
        "seed": 305223794, "steps": 25, "cfgscale": 1.0, "fluxguidancescale": 3.5, \
        "aspectratio": "1:1", "width": 1024, "height": 1024, "sampler": "euler", \
        "scheduler": "normal", "negativeprompt": "", "swarm_version": "0.9.1.1"}, \
        "sui_extra_data": {"date": "2024-08-07"}}
        """

    static let drawThings = """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description \
        xmp:CreatorTool="Draw Things"><exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">\
        {&quot;c&quot;:&quot;a fox &amp; a hen&quot;,&quot;uc&quot;:&quot;blurry&quot;,\
        &quot;model&quot;:&quot;sd_v1.5_f16.ckpt&quot;,&quot;sampler&quot;:&quot;DPM++ 2M Karras\
        &quot;,&quot;scale&quot;:7.5,&quot;seed&quot;:2814159265,&quot;size&quot;:&quot;512x640\
        &quot;,&quot;steps&quot;:20,&quot;strength&quot;:1,&quot;lora&quot;:[]}\
        </rdf:li></rdf:Alt></exif:UserComment></rdf:Description></rdf:RDF></x:xmpmeta>
        """

    /// Every sample as a file's texts, for tests that damage them.
    static let all: [[PNGText]] = [
        [PNGText(keyword: "parameters", text: webUI)],
        [PNGText(keyword: "parameters", text: forge)],
        [PNGText(keyword: "prompt", text: comfy), PNGText(keyword: "workflow", text: "{}")],
        [PNGText(keyword: "prompt", text: comfyFlux)],
        [PNGText(keyword: "invokeai_metadata", text: invoke)],
        [PNGText(keyword: "invokeai_metadata", text: invokeNew)],
        [PNGText(keyword: "sd-metadata", text: invokeOld)],
        [PNGText(keyword: "Dream", text: dream)],
        [
            PNGText(keyword: "Software", text: "NovelAI"),
            PNGText(keyword: "Comment", text: novelAI),
        ],
        [PNGText(keyword: "parameters", text: fooocus)],
        [PNGText(keyword: "parameters", text: swarm)],
        [PNGText(keyword: "XML:com.adobe.xmp", text: drawThings)],
    ]
}

/// What a file with one text tells.
func origin(_ keyword: String, _ text: String) -> PictureOrigin? {
    PictureOrigin([PNGText(keyword: keyword, text: text)])
}

extension PictureOrigin {
    /// The first of the other values with that name.
    subscript(name: String) -> String? {
        others.first { $0.name == name }?.text
    }
}
