import Generation
import Images

/// A picture of 64x96 with all its facts.
func samplePicture(
    prompt: String = "a lion having coffee", negative: String? = "blurry",
    scheduler: String = "PNDMScheduler, leading", model: String = "sd15",
    source: String = "sd-legacy/stable-diffusion-v1-5", seed: UInt64 = 42
) -> GeneratedImage {
    let size = ImageSize(width: 64, height: 96)
    return GeneratedImage(
        pixels: RGBImage(width: 64, height: 96, bytes: [UInt8](repeating: 7, count: 64 * 96 * 3)),
        request: ImageRequest(
            prompt: prompt, negative: negative, seed: seed, steps: 20, guidance: 7.5, size: size),
        engine: EngineIdentity(
            model: model, family: "StableDiffusionPipeline", source: source, precision: "bf16",
            device: "cpu", arithmetic: "oneDNN 2.6.3, avx512-bf16"),
        seconds: 1.900_04, scheduler: scheduler)
}

extension GeneratedImage {
    /// The text `parameters` of this picture's PNG.
    var parameters: String { PictureRecord(self).parameters }
}
