import Tensors

/// The families of models whose single files can be loaded.
enum CheckpointFamily: Sendable {
    case stableDiffusion1
    case stableDiffusionXL

    /// The place of the UNet's tensors.
    static let unet = "model.diffusion_model"
    /// The place of the VAE's tensors.
    static let vae = "first_stage_model"

    /// The place of a text encoder's tensors; nil where the family has none there.
    func textEncoder(_ place: TextTower.Place) -> String? {
        switch (self, place) {
        case (.stableDiffusion1, .first): "cond_stage_model.transformer"
        case (.stableDiffusion1, .second): nil
        case (.stableDiffusionXL, .first): "conditioner.embedders.0.transformer"
        case (.stableDiffusionXL, .second): "conditioner.embedders.1.model"
        }
    }

    /// The places of all tensors that the models use.
    var places: [String] {
        [Self.unet, Self.vae] + [.first, .second].compactMap(textEncoder)
    }

    /// Whether a tensor is one of those that files of these families have beside what the models use.
    ///
    /// They are left-overs of the training: the noise schedule, averaged weights, losses; and numbers from which nothing follows.
    static func isExtra(_ name: String) -> Bool {
        extras.contains(name) || extraPlaces.contains { name.hasPrefix($0) }
            || extraEndings.contains { name.hasSuffix($0) }
    }

    private static let extras: Set = [
        "betas", "alphas_cumprod", "alphas_cumprod_prev", "sqrt_alphas_cumprod",
        "sqrt_one_minus_alphas_cumprod", "log_one_minus_alphas_cumprod",
        "sqrt_recip_alphas_cumprod", "sqrt_recipm1_alphas_cumprod", "posterior_variance",
        "posterior_log_variance_clipped", "posterior_mean_coef1", "posterior_mean_coef2",
        "lvlb_weights", "logvar", "log_var", "scale_factor", "global_step",
        CheckpointMarker.velocity, CheckpointMarker.zeroSignal,
    ]
    private static let extraPlaces = [
        "model_ema.", "embedding_manager.", "denoiser.", vae + ".loss.",
        vae + ".model_ema.",
        "cond_stage_model.logit_scale", "cond_stage_model.text_projection",
    ]
    private static let extraEndings = [
        // Of a tower whose pooled state the family does not use.
        ".transformer.text_projection.weight", ".transformer.logit_scale",
        "embedders.0.logit_scale", "embedders.1.model.logit_scale",
    ]
}

/// How a file says what its model predicts.
enum CheckpointMarker {
    /// An empty tensor, as ComfyUI writes and reads it: the model predicts velocity, not noise.
    static let velocity = "v_pred"
    /// Another: it was trained with a last timestep that is nothing but noise.
    static let zeroSignal = "ztsnr"
    /// A text among the metadata, by Stability AI's Model Metadata Standard: `epsilon` or `v`.
    static let prediction = "modelspec.prediction_type"
}
