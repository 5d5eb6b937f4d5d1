import Images

/// A picture's colours as a linear function of its latents: too coarse for a picture, and enough for a preview.
struct LatentProjection: Hashable, Sendable {
    /// Red, green and blue, in -1…1.
    typealias Colour = SIMD3<Float>

    /// What each channel of the latents, as the UNet has them, adds to the colour.
    let factors: [Colour]
    /// The colour of latents of zeros.
    let bias: Colour

    /// The latents of Stable Diffusion 1 and 2.
    ///
    /// The numbers are those of `SD15` in ComfyUI, comfy/latent_formats.py.
    static let stableDiffusion = LatentProjection(
        factors: [
            [0.3512, 0.2297, 0.3227], [0.3250, 0.4974, 0.2350],
            [-0.2829, 0.1762, 0.2721], [-0.2120, -0.2616, -0.7177],
        ], bias: .zero)

    /// The latents of Stable Diffusion XL.
    ///
    /// The numbers are those of `SDXL` in ComfyUI, comfy/latent_formats.py.
    static let stableDiffusionXL = LatentProjection(
        factors: [
            [0.3651, 0.4232, 0.4341], [-0.2533, -0.0042, 0.1068],
            [0.1076, 0.1111, -0.0362], [-0.3165, -0.2492, -0.2188],
        ], bias: [0.1084, -0.0175, -0.0011])

    /// The published projection for a VAE's latents, which their scaling gives away; nil where the VAE is of no known family.
    static func published(for vae: AutoencoderKL) -> LatentProjection? {
        guard vae.latentChannels == 4, vae.scale == 8, vae.statistics == nil else { return nil }
        return switch vae.scalingFactor {
        case 0.18215: stableDiffusion
        case 0.13025: stableDiffusionXL
        default: nil
        }
    }

    /// The colours of latents, one for each place, in their order.
    func colours(of latents: [Float]) -> [Colour] {
        let channels = factors.count
        return stride(from: 0, to: latents.count - channels + 1, by: channels).map { first in
            var colour = bias
            for channel in 0..<channels { colour += factors[channel] * latents[first + channel] }
            return colour
        }
    }
}

/// Colours in rows, on their way to being a picture.
struct ColourField {
    /// Colours in a row.
    let width: Int
    /// Rows.
    let height: Int
    /// The colours, row by row from the top.
    let colours: [LatentProjection.Colour]

    /// The field enlarged to a width and a height, colours between two places being mixtures of them.
    func enlarged(width: Int, height: Int) -> ColourField {
        let columns = Self.places(width, among: self.width)
        let rows = Self.places(height, among: self.height)
        var result: [LatentProjection.Colour] = []
        result.reserveCapacity(width * height)
        for row in rows {
            let (above, below) = (row.first * self.width, row.second * self.width)
            for column in columns {
                let upper = Self.mixed(
                    colours[above + column.first], colours[above + column.second], column.share)
                let lower = Self.mixed(
                    colours[below + column.first], colours[below + column.second], column.share)
                result.append(Self.mixed(upper, lower, row.share))
            }
        }
        return ColourField(width: width, height: height, colours: result)
    }

    /// The field as a picture.
    var image: RGBImage {
        let bytes = [UInt8](unsafeUninitializedCapacity: colours.count * 3) { buffer, count in
            for (index, colour) in colours.enumerated() {
                for part in 0..<3 { buffer[index * 3 + part] = Self.byte(colour[part]) }
            }
            count = colours.count * 3
        }
        return RGBImage(width: width, height: height, bytes: bytes)
    }

    /// Between which two of `count` places each of `size` lies, and how near it is to the second.
    private static func places(
        _ size: Int, among count: Int
    ) -> [(first: Int, second: Int, share: Float)] {
        (0..<size).map { index in
            let place = (Float(index) + 0.5) * Float(count) / Float(size) - 0.5
            let inside = min(max(place, 0), Float(count - 1))
            let first = Int(inside)
            return (first, min(first + 1, count - 1), inside - Float(first))
        }
    }

    private static func mixed(
        _ a: LatentProjection.Colour, _ b: LatentProjection.Colour, _ share: Float
    ) -> LatentProjection.Colour {
        a + (b - a) * share
    }

    /// 0…255 for -1…1; what is no number becomes 0.
    private static func byte(_ value: Float) -> UInt8 {
        let scaled = (value + 1) * 127.5
        return scaled > 0 ? UInt8(min(scaled, 255).rounded()) : 0
    }
}
