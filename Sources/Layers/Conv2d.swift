package import Tensors

/// A channels-last convolution with a bias.
///
/// Matches `torch.nn.Conv2d` with square kernels, and zeros around the picture.
package struct Conv2d: Sendable {
    private let weights: any PackedWeights
    private let bias: Tensor
    private let geometry: ConvolutionGeometry

    /// The layer at `w`, from `inner` to `outer` channels.
    package init(
        _ w: Weights, _ inner: Int, _ outer: Int, kernel: Int = 3, stride: Int = 1,
        padding: Int = 1
    ) throws {
        try self.init(
            w, inner, outer, kernel: kernel,
            geometry: ConvolutionGeometry(stride: stride, padding: Padding(all: padding)))
    }

    /// The layer at `w` with padding that may differ between the sides.
    package init(
        _ w: Weights, _ inner: Int, _ outer: Int, kernel: Int, geometry: ConvolutionGeometry
    ) throws {
        self.geometry = geometry
        weights = try w.store.device.backend.convolutionWeights(
            w.weight.array([outer, inner, kernel, kernel]), as: w.store.dtype, on: w.store.device)
        bias = try w.bias.vector(outer)
    }

    /// The convolution of x, [B, H, W, C], added to `residual` where there is one.
    package func callAsFunction(
        _ x: Tensor, adding residual: consuming Tensor? = nil
    ) throws -> Tensor {
        try x.convolved(weights, geometry: geometry, bias: bias, adding: residual)
    }
}
