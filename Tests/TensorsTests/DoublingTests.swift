import Tensors
import TestSupport
import Testing

/// The convolution of a doubled picture against doubling it and convolving.
@Suite struct DoublingTests {
    /// Batch, height, width and channels.
    static let shapes: [[Int]] = [[1, 1, 1, 1], [2, 3, 5, 7], [1, 8, 6, 32], [2, 16, 16, 48]]

    @Test(arguments: shapes, [DType.float32, .bfloat16])
    func isDoublingAndConvolving(_ shape: [Int], _ dtype: DType) async throws {
        try await Self.check(Shape(shape), dtype)
    }

    @Compute
    private static func check(_ shape: Shape, _ dtype: DType) throws {
        var random = Values()
        let channels = shape.last
        let x = try random.tensor(shape, dtype)
        let kernel = try random.tensor([channels, channels, 3, 3], dtype)
        let bias = try random.tensor([channels], .float32)
        let backend = Device.cpu.backend
        let (doubling, plain) = try kernel.withHostArray {
            (
                try backend.doublingWeights($0, as: dtype, on: .cpu),
                try backend.convolutionWeights($0, as: dtype, on: .cpu)
            )
        }
        let result = try x.doubledConvolved(doubling, bias: bias)
        let geometry = ConvolutionGeometry(stride: 1, padding: Padding(all: 1))
        let expected = try x.resizedNearest(height: 2 * shape[1], width: 2 * shape[2])
            .convolved(plain, geometry: geometry, bias: bias)
        #expect(result.shape == expected.shape)
        // In bf16 the sums of taps are rounded once more, which a sum over all channels shows.
        let tolerance =
            dtype == .float32
            ? Tolerance(absolute: 1e-4, relative: 1e-5) : Tolerance(absolute: 0.15, relative: 0.02)
        #expect(
            difference("doubled", try result.floats(), try expected.floats(), tolerance) == nil)
    }
}
