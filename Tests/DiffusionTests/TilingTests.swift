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
        #expect(difference.largest <= 12)
        #expect(Self.seam(tiled, whole) <= 6)
        if height <= 16, width <= 16 { #expect(difference.largest <= 1) }
    }

    /// The most by which the change from a pixel to the one beside or below it differs between two pictures.
    private static func seam(_ a: RGBImage, _ b: RGBImage) -> Int {
        let row = a.width * 3
        func change(_ from: Int, _ to: Int) -> Int {
            let inA = Int(a.bytes[to]) - Int(a.bytes[from])
            return abs(inA - (Int(b.bytes[to]) - Int(b.bytes[from])))
        }
        var largest = 0
        for index in a.bytes.indices {
            if index % row + 3 < row { largest = max(largest, change(index, index + 3)) }
            if index + row < a.bytes.count { largest = max(largest, change(index, index + row)) }
        }
        return largest
    }
}
