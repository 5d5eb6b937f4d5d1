package import Tensors

/// A 3x3 convolution of a picture that is first brought to another size by repeating pixels.
///
/// Matches `torch.nn.functional.interpolate` in mode `nearest`, then `torch.nn.Conv2d`. Where the sides double, which is nearly always, the
/// device does both at once: each pixel of the result sees at most 2x2 different ones.
package struct UpsamplingConv2d: Sendable {
    private let doubling: any PackedWeights
    private let weights: any PackedWeights
    private let bias: Tensor

    /// The layer at `w`, of `channels` channels.
    package init(_ w: Weights, _ channels: Int) throws {
        let (store, kernel) = (w.store, try w.weight.array([channels, channels, 3, 3]))
        doubling = try store.device.backend.doublingWeights(
            kernel, as: store.dtype, on: store.device)
        weights = try store.device.backend.convolutionWeights(
            kernel, as: store.dtype, on: store.device)
        bias = try w.bias.vector(channels)
    }

    /// The result, [B, height, width, C], on x, [B, H, W, C].
    package func callAsFunction(_ x: Tensor, height: Int, width: Int) throws -> Tensor {
        if height == 2 * x.shape[1], width == 2 * x.shape[2] {
            return try x.doubledConvolved(doubling, bias: bias)
        }
        let geometry = ConvolutionGeometry(stride: 1, padding: Padding(all: 1))
        return try x.resizedNearest(height: height, width: width)
            .convolved(weights, geometry: geometry, bias: bias)
    }
}
