import Tensors
import TestSupport
import Testing

/// Long operations in portions beside the same done at once.
@Suite struct PortionTests {
    /// A backend on which everything is long.
    static let hasty = Device(name: "cpu", backend: CPUBackend(portion: 1))

    /// A convolution's batch, height, width, inner and outer channels, kernel, stride, and padding above and below.
    static let convolutions: [[Int]] = [
        [1, 9, 7, 5, 3, 3, 1, 1, 1], [2, 8, 8, 16, 16, 3, 2, 0, 1], [2, 5, 6, 4, 8, 2, 1, 1, 0],
        [1, 12, 4, 3, 4, 3, 2, 1, 1],
    ]

    @Test(arguments: convolutions, [false, true])
    @Compute
    func convolutionsAreTheSame(_ sizes: [Int], _ adds: Bool) throws {
        let geometry = ConvolutionGeometry(
            stride: sizes[6], padding: Padding(top: sizes[7], left: 1, bottom: sizes[8], right: 1))
        func convolved(on device: Device) throws -> [Float] {
            var random = Values()
            let x = try random.tensor(Shape(Array(sizes[0..<4])), .float32).moved(to: device)
            let kernel = try random.tensor([sizes[4], sizes[3], sizes[5], sizes[5]], .float32)
            let bias = try random.tensor([sizes[4]], .float32).moved(to: device)
            let weights = try kernel.withHostArray {
                try device.backend.convolutionWeights($0, as: .float32, on: device)
            }
            let plain = try x.convolved(weights, geometry: geometry, bias: bias)
            guard adds else { return try plain.floats() }
            let residual = try random.tensor(plain.shape, .float32).moved(to: device)
            return try x.convolved(weights, geometry: geometry, bias: bias, adding: residual)
                .floats()
        }
        let tolerance = Tolerance(absolute: 1e-5, relative: 1e-5)
        #expect(
            difference(
                "in portions", try convolved(on: Self.hasty), try convolved(on: .cpu), tolerance)
                == nil)
    }

    /// Byte by byte, since portions end where the kernel's own blocks of queries end.
    @Test(arguments: [[1, 700, 300, 2, 16], [2, 256, 40, 1, 24], [2, 513, 513, 4, 8]])
    @Compute
    func attentionIsTheSame(_ sizes: [Int]) throws {
        func attended(on device: Device) throws -> [Float] {
            var random = Values()
            let width = sizes[3] * sizes[4]
            // Columns of a wider tensor, as models have them.
            let q = try random.tensor([sizes[0], sizes[1], 2 * width], .float32)
                .moved(to: device).columns(width..<2 * width)
            let k = try random.tensor([sizes[0], sizes[2], width], .float32).moved(to: device)
            let v = try random.tensor([sizes[0], sizes[2], width], .float32).moved(to: device)
            return try q.attend(k, v, heads: sizes[3]).floats()
        }
        #expect(try attended(on: Self.hasty) == attended(on: .cpu))
    }
}

extension Tensor {
    /// The same values on another device.
    fileprivate func moved(to device: Device) throws -> Tensor {
        try Tensor(floats(), shape: shape, on: device)
    }
}
