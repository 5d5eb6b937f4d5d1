import Generation

extension LatentDiffusionPipeline {
    /// The shapes that have a name, width to height.
    private static let ratios = [(1, 1), (16, 9), (9, 16), (4, 3), (3, 4), (3, 2), (2, 3)]

    /// For each shape a size of about as many pixels as the model was trained for.
    ///
    /// Sides are multiples of what every block of the UNet can halve without a rest, so that the model sees no odd latents.
    var aspects: [AspectRatio] {
        let (size, step) = (defaultSize, max(sizeMultiple, vae.scale * unet.deepestScale))
        let area = Double(size.width) * Double(size.height)
        func side(_ share: Double) -> Int {
            max(1, Int(((area * share).squareRoot() / Double(step)).rounded())) * step
        }
        return Self.ratios.map { width, height in
            let ratio = Double(width) / Double(height)
            return AspectRatio(
                name: "\(width):\(height)",
                size: ImageSize(width: side(ratio), height: side(1 / ratio)))
        }
    }
}
