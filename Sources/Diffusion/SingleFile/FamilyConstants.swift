import FoundationEssentials

/// What a checkpoint's tensors cannot tell, for each family.
///
/// As diffusers 0.42 does, which takes the configuration files of `stable-diffusion-v1-5/stable-diffusion-v1-5` and
/// `stabilityai/stable-diffusion-xl-base-1.0` for every file of these families (loaders/single_file_utils.py, `fetch_diffusers_config`).
extension CheckpointFamily {
    /// The pipeline's class.
    var className: String {
        switch self {
        case .stableDiffusion1: "StableDiffusionPipeline"
        case .stableDiffusionXL: "StableDiffusionXLPipeline"
        }
    }

    /// A latent's side that the UNet was trained for.
    var latentSide: Int { self == .stableDiffusion1 ? 64 : 128 }
    /// A picture's side that the VAE was trained for.
    var pictureSide: Int { self == .stableDiffusion1 ? 512 : 1024 }
    /// What latents are multiplied by.
    var scalingFactor: Float { self == .stableDiffusion1 ? 0.18215 : 0.13025 }
    /// Groups of every group norm; models narrower than any that was published have as many as divide all of their widths.
    static let groups = 32
    /// Width of an attention head in text encoders and in SDXL's UNet; what is narrower has one head.
    static let headWidth = 64

    /// Attention heads of a UNet's block of that many channels.
    func heads(_ channels: Int) -> Int {
        self == .stableDiffusion1 ? 8 : max(1, channels / Self.headWidth)
    }

    /// The text of the `scheduler_config.json`; `velocity` and `zeroSignal` are what the file's markers say.
    func scheduler(velocity: Bool, zeroSignal: Bool) -> Data {
        var options = [
            #""num_train_timesteps": 1000"#, #""beta_start": 0.00085"#, #""beta_end": 0.012"#,
            #""beta_schedule": "scaled_linear""#, #""steps_offset": 1"#,
            #""set_alpha_to_one": false"#, #""skip_prk_steps": true"#, #""clip_sample": false"#,
            #""prediction_type": "\#(velocity ? "v_prediction" : "epsilon")""#,
        ]
        switch self {
        case .stableDiffusion1:
            options.append(#""_class_name": "PNDMScheduler""#)
        case .stableDiffusionXL:
            options += [
                #""_class_name": "EulerDiscreteScheduler""#, #""timestep_spacing": "leading""#,
                #""interpolation_type": "linear""#, #""use_karras_sigmas": false"#,
            ]
        }
        if zeroSignal { options.append(#""rescale_betas_zero_snr": true"#) }
        return Data("{\(options.joined(separator: ", "))}".utf8)
    }
}
