import Layers
import Tensors

/// Halves a picture's sides by a convolution.
///
/// Matches `Downsample2D` in diffusers 0.42, models/downsampling.py.
struct Downsample2D: Sendable {
    private let conv: Conv2d

    /// The layer at `w`; a padding of 0 pads below and on the right only, as the VAE's encoder does.
    init(_ w: Weights, _ channels: Int, padding: Int) throws {
        let after = max(padding, 1)
        let geometry = ConvolutionGeometry(
            stride: 2, padding: Padding(top: padding, left: padding, bottom: after, right: after))
        conv = try Conv2d(w.conv, channels, channels, kernel: 3, geometry: geometry)
    }

    /// [B, H, W, C] at half the size.
    func callAsFunction(_ x: Tensor) throws -> Tensor {
        try conv(x)
    }
}

/// Doubles a picture's sides, or brings them to a given size, then convolves.
///
/// Matches `Upsample2D` in diffusers 0.42, models/upsampling.py.
struct Upsample2D: Sendable {
    private let conv: UpsamplingConv2d

    /// The layer at `w`.
    init(_ w: Weights, _ channels: Int) throws {
        conv = try UpsamplingConv2d(w.conv, channels)
    }

    /// [B, H, W, C] at twice the size, or at `size` (height, width) where it is given.
    func callAsFunction(_ x: Tensor, size: (height: Int, width: Int)? = nil) throws -> Tensor {
        try conv(x, height: size?.height ?? 2 * x.shape[1], width: size?.width ?? 2 * x.shape[2])
    }
}
