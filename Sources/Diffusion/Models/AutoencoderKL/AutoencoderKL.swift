package import Layers
package import Tensors

/// The autoencoder between pictures and latents.
///
/// Matches `AutoencoderKL` in diffusers 0.42, models/autoencoders/autoencoder_kl.py.
package struct AutoencoderKL: Sendable {
    /// Channels of the latents.
    package let latentChannels: Int
    /// Pixels of a picture's side for each of a latent's.
    package let scale: Int
    /// A picture's side that it was trained for, where the configuration says.
    package let sampleSize: Int?
    /// What latents are multiplied by after encoding, and divided by before decoding.
    package let scalingFactor: Float
    /// Whether decoding in fp16 overflows, so that it must be done in another type.
    package let forceUpcast: Bool
    /// The channels' means and spreads, where the latents are normalised by them.
    package let statistics: (mean: [Float], deviation: [Float])?

    /// Channels of the widest tensor at a picture's full size.
    package let fullSizeChannels: Int

    private let encoder: VAEEncoder
    private let quantConv: Linear?
    private let postQuantConv: Linear?
    private let decoder: VAEDecoder

    /// The autoencoder of a folder that holds `config.json`, with the given weights, all of which it must use.
    package init(folder: String, weights w: Weights) throws {
        try self.init(ConfigFile(path: folder + "/config.json"), weights: w)
    }

    /// The autoencoder of a configuration, with the given weights, all of which it must use.
    init(_ file: ConfigFile<AutoencoderKLConfig>, weights w: Weights) throws {
        let config = file.content
        let shape = try VAEShape(file)
        latentChannels = shape.latentChannels
        fullSizeChannels = shape.channels.prefix(2).max() ?? 0
        scale = 1 << (shape.channels.count - 1)
        sampleSize = config.sampleSize?.values(2)?.max()
        try file.check("sample_size", sampleSize, in: ConfigLimits.sides)
        try file.checkPositive("scaling_factor", config.scalingFactor)
        scalingFactor = config.scalingFactor ?? 0.18215
        forceUpcast = config.forceUpcast ?? true
        if let mean = config.latentsMean, let deviation = config.latentsStd {
            try file.check(
                "latents_mean", mean.count == shape.latentChannels,
                "must have \(shape.latentChannels) numbers")
            try file.check(
                "latents_std", deviation.count == shape.latentChannels,
                "must have \(shape.latentChannels) numbers")
            statistics = (mean, deviation)
        } else {
            statistics = nil
        }
        encoder = try VAEEncoder(w.encoder, shape)
        decoder = try VAEDecoder(w.decoder, shape)
        let moments = 2 * shape.latentChannels
        quantConv =
            config.useQuantConv ?? true ? try Linear(w.quant_conv, moments, moments) : nil
        postQuantConv =
            config.usePostQuantConv ?? true
            ? try Linear(w.post_quant_conv, shape.latentChannels, shape.latentChannels) : nil
        try w.store.checkAllUsed()
    }

    /// The picture, [B, scale * H, scale * W, 3] in -1…1, of unscaled latents, [B, H, W, C].
    package func decode(_ latents: Tensor) throws -> Tensor {
        try decoder(postQuantConv?(latents) ?? latents)
    }

    /// The mean and the logarithm of the variance, [B, H / scale, W / scale, 2 C], of a picture, [B, H, W, 3] in -1…1.
    package func encode(_ picture: Tensor) throws -> Tensor {
        let moments = try encoder(picture)
        return try quantConv?(moments) ?? moments
    }
}
