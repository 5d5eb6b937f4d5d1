/// What a device must be able to do: everything that models are built from, and nothing of any model.
///
/// A new kind of device is a new conformance; no model changes. Callers have checked shapes; tensors are dense unless said otherwise.
package protocol Backend: AnyObject, Sendable {
    /// What runs the operations, in a few words (`AMD EPYC, 2 cores`).
    var summary: String { get }
    /// What decides how sums are rounded, for records (`oneDNN 2.6.3, avx512-bf16`).
    var arithmetic: String { get }
    /// The types that arithmetic is done in, best first.
    var computeTypes: [DType] { get }

    /// Bytes of the device's memory in all; nil where that is not known.
    var totalBytes: Int? { get }
    /// Bytes of the device's memory that can still be had, memory kept for reuse among them.
    var availableBytes: Int { get }

    /// Memory of at least `byteCount` bytes, its contents unknown.
    func allocate(byteCount: Int, on device: Device) throws -> Storage
    /// Gives memory that is kept for reuse back to the system.
    func trim()
    /// Copies from the host, converting where the types differ.
    func upload(_ source: HostArray, to result: Tensor) throws
    /// Copies a dense tensor of `result.count` fp32 elements to the host.
    func download(_ tensor: Tensor, to result: UnsafeMutableBufferPointer<Float>) throws
    /// 8-bit values round(clamp(x / 2 + 0.5, 0, 1) * 255) of a dense tensor, on the host.
    func downloadBytes(_ tensor: Tensor, to result: UnsafeMutableBufferPointer<UInt8>) throws

    /// [outer, inner] matrices, one under the other, as `linear` wants them; put there at once or at first use.
    func linearWeights(
        _ parts: [HostArray], as dtype: DType, on device: Device
    ) throws -> any PackedWeights
    /// An [outer, inner, height, width] kernel as `convolve` wants it; put there at once or at first use.
    func convolutionWeights(
        _ kernel: HostArray, as dtype: DType, on device: Device
    ) throws -> any PackedWeights

    /// result = activation(x · weightsᵀ + bias) + residual; x may have a row stride.
    func linear(
        _ x: Tensor, _ weights: any PackedWeights, bias: Tensor?, activation: Activation?,
        residual: Tensor?, into result: Tensor) throws
    /// result (+)= x * weights + bias, channels-last.
    func convolve(
        _ x: Tensor, _ weights: any PackedWeights, geometry: ConvolutionGeometry, bias: Tensor?,
        accumulating: Bool, into result: Tensor) throws
    /// A 3x3 kernel as `convolveDoubled` wants it; put there at once or at first use.
    func doublingWeights(
        _ kernel: HostArray, as dtype: DType, on device: Device
    ) throws -> any PackedWeights
    /// result = (x, its sides doubled by repeating pixels) * weights + bias, channels-last, one pixel of zeros around.
    func convolveDoubled(
        _ x: Tensor, _ weights: any PackedWeights, bias: Tensor, into result: Tensor) throws
    /// softmax(q · kᵀ · scale) · v for each head; q, k, v are [B, N, heads * width] and may have row strides.
    func attend(
        _ q: Tensor, _ k: Tensor, _ v: Tensor, heads: Int, scale: Float, causal: Bool,
        into result: Tensor) throws
    /// Group norm of [B, …, C] plus an fp32 addend [B, C], then SiLU where asked for.
    func groupNorm(
        _ x: Tensor, addend: Tensor?, groups: Int, epsilon: Float, scale: Tensor, shift: Tensor,
        silu: Bool, into result: Tensor) throws
    /// Layer norm of every row.
    func layerNorm(
        _ x: Tensor, epsilon: Float, scale: Tensor, shift: Tensor, into result: Tensor) throws
    /// Softmax of every row.
    func softmax(_ x: Tensor, into result: Tensor) throws
    /// The left half of every row times the GELU of its right half.
    func geglu(_ x: Tensor, into result: Tensor) throws
    /// An activation function, element by element.
    func activate(_ x: Tensor, _ activation: Activation, into result: Tensor) throws
    /// a + b, element by element.
    func add(_ a: Tensor, _ b: Tensor, into result: Tensor) throws
    /// Sum of coefficient * tensor over fp32 tensors.
    func combine(_ terms: [(Float, Tensor)], into result: Tensor) throws
    /// x limited to a range, fp32.
    func clamp(_ x: Tensor, to range: ClosedRange<Float>, into result: Tensor) throws
    /// The same values in the result's type.
    func convert(_ x: Tensor, into result: Tensor) throws
    /// Rows of a followed by rows of b.
    func concatenateChannels(_ a: Tensor, _ b: Tensor, into result: Tensor) throws
    /// Nearest-neighbour resize of [B, H, W, C].
    func resizeNearest(_ x: Tensor, into result: Tensor) throws
    /// Copies rows, which may have a stride, to a dense tensor.
    func copyRows(_ x: Tensor, into result: Tensor) throws
}

/// Weights in the layout that a backend's kernels want.
package protocol PackedWeights: AnyObject, Sendable {
    /// The plain shape: [outer, inner] or [outer, inner, height, width].
    var shape: Shape { get }
    /// The type in which they are stored.
    var dtype: DType { get }
}

/// A function applied to every element.
package enum Activation: Sendable, Hashable {
    /// x * sigmoid(x).
    case silu
    /// x * Φ(x), by the error function.
    case gelu
    /// x * sigmoid(1.702 x).
    case quickGELU
}

/// How a convolution's kernel moves over a picture.
package struct ConvolutionGeometry: Sendable, Hashable {
    /// Pixels from one position to the next, both ways.
    package var stride: Int
    /// Zeros around the picture.
    package var padding: Padding

    /// A geometry of the given numbers.
    package init(stride: Int, padding: Padding) {
        self.stride = stride
        self.padding = padding
    }

    /// The height of the result for a height of the source.
    package func resultHeight(_ height: Int, kernel: Int) -> Int {
        (height + padding.top + padding.bottom - kernel) / stride + 1
    }

    /// The width of the result for a width of the source.
    package func resultWidth(_ width: Int, kernel: Int) -> Int {
        (width + padding.left + padding.right - kernel) / stride + 1
    }
}

/// Zeros on each side of a picture, in pixels.
package struct Padding: Sendable, Hashable {
    package var top: Int
    package var left: Int
    package var bottom: Int
    package var right: Int

    /// A padding of the given sides.
    package init(top: Int, left: Int, bottom: Int, right: Int) {
        self.top = top
        self.left = left
        self.bottom = bottom
        self.right = right
    }

    /// The same padding on every side.
    package init(all side: Int) {
        self.init(top: side, left: side, bottom: side, right: side)
    }
}
