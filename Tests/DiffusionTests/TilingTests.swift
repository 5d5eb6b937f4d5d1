import Diffusion
import Generation
import Images
import Layers
import Tensors
import TestSupport
import Testing

/// Pictures decoded in tiles beside the same decoded whole.
@Suite struct TilingTests {
    /// Latents of a bright and smooth picture, so that a pixel that no tile covers, or a seam, stands out.
    @Compute
    private static func latents(_ vae: AutoencoderKL, height: Int, width: Int) throws -> Tensor {
        let (rows, columns) = (height * vae.scale, width * vae.scale)
        var values: [Float] = []
        for row in 0..<rows {
            for column in 0..<columns {
                let (down, across) = (Float(row) / Float(rows), Float(column) / Float(columns))
                values += [0.3 + 0.5 * down, 0.8 - 0.4 * across, 0.4 + 0.2 * down * across]
            }
        }
        let picture = try Tensor(values, shape: [1, rows, columns, 3], on: .cpu)
        return try vae.encode(picture).columns(0..<vae.latentChannels).compacted()
    }

    @Test(arguments: [(37, 29), (17, 16), (16, 33), (16, 16), (13, 50), (25, 49)])
    @Compute
    func tilesLookLikeTheWhole(_ height: Int, _ width: Int) throws {
        let folder = try BuiltInModel.folder() + "/vae"
        let store = try WeightsFolder.open(
            folder, base: "diffusion_pytorch_model", variants: ["", "fp16", "bf16"], device: .cpu,
            dtype: .float32)
        let vae = try AutoencoderKL(folder: folder, weights: store.root)
        let latents = try Self.latents(vae, height: height, width: width)
        let tiled = try VAETiling(vae: vae, side: 16).decode(latents)
        let picture = try vae.decode(latents)
        let whole = RGBImage(
            width: picture.shape[2], height: picture.shape[1], bytes: try picture.pixelBytes())
        #expect(tiled.width == width * vae.scale && tiled.height == height * vae.scale)
        let difference = try #require(ImageDifference(tiled, whole))
        print(
            "TILING", height, width, difference.largest, difference.psnr, Self.step(tiled),
            Self.step(whole))
        #expect(difference.largest <= 24)
        #expect(Self.step(tiled) <= Self.step(whole) + 4)
        if height <= 16, width <= 16 { #expect(difference.largest <= 1) }
    }

    /// The largest change from a pixel to the one beside or below it.
    private static func step(_ picture: RGBImage) -> Int {
        let row = picture.width * 3
        var largest = 0
        for index in picture.bytes.indices {
            let value = Int(picture.bytes[index])
            if index % row + 3 < row {
                largest = max(largest, abs(value - Int(picture.bytes[index + 3])))
            }
            if index + row < picture.bytes.count {
                largest = max(largest, abs(value - Int(picture.bytes[index + row])))
            }
        }
        return largest
    }
}
