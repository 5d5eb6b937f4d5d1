import Glibc
import Tensors
import TestSupport
import Testing

/// An operation on chosen inputs, and what plain arithmetic in fp64 makes of them.
struct OperationCase: Sendable, CustomTestStringConvertible {
    /// An operation that is ready to run, and its expected result.
    typealias Prepared = (run: () throws -> Tensor, expected: [Double])

    var testDescription: String
    /// Whether the operation looks for a cancelled task; those that only move or convert values need not.
    var canBeCancelled = true
    /// Makes inputs of a type.
    var prepare: @Sendable @Compute (_ random: inout Values, _ dtype: DType) throws -> Prepared

    init(
        _ name: String, canBeCancelled: Bool = true,
        _ prepare: @escaping @Sendable @Compute (inout Values, DType) throws -> Prepared
    ) {
        testDescription = name
        self.canBeCancelled = canBeCancelled
        self.prepare = prepare
    }

    static let all = convolutions + attentions + norms + pointwise + movements
}

/// A convolution's sizes.
private struct Convolution: Sendable {
    var batch = 1
    var height: Int
    var width: Int
    var inner: Int
    var outer: Int
    var kernel = 3
    var geometry = ConvolutionGeometry(
        stride: 1, padding: Padding(top: 1, left: 1, bottom: 1, right: 1))

    /// The sums of a convolution, channels-last.
    func sums(_ x: [Double], _ kernels: [Double], _ bias: [Double]?) -> [Double] {
        let rows = geometry.resultHeight(height, kernel: kernel)
        let columns = geometry.resultWidth(width, kernel: kernel)
        var y: [Double] = []
        for b in 0..<batch {
            for row in 0..<rows {
                for column in 0..<columns {
                    for o in 0..<outer {
                        y.append(
                            (bias?[o] ?? 0) + sum(x, kernels, b: b, row: row, column: column, o: o))
                    }
                }
            }
        }
        return y
    }

    private func sum(
        _ x: [Double], _ kernels: [Double], b: Int, row: Int, column: Int, o: Int
    ) -> Double {
        var sum = 0.0
        for i in 0..<kernel {
            let r = row * geometry.stride + i - geometry.padding.top
            guard (0..<height).contains(r) else { continue }
            for j in 0..<kernel {
                let c = column * geometry.stride + j - geometry.padding.left
                guard (0..<width).contains(c) else { continue }
                for k in 0..<inner {
                    sum +=
                        x[((b * height + r) * width + c) * inner + k]
                        * kernels[((o * inner + k) * kernel + i) * kernel + j]
                }
            }
        }
        return sum
    }

    /// The operation, added to `residual` copies of a tensor: none, one that nothing else holds, or one that is held.
    @Compute
    func prepare(
        _ random: inout Values, _ dtype: DType, bias hasBias: Bool, residual: Residual
    ) throws -> OperationCase.Prepared {
        let x = try random.tensor([batch, height, width, inner], dtype)
        let kernels = try random.tensor([outer, inner, kernel, kernel], dtype)
        let bias = hasBias ? try random.tensor([outer], .float32) : nil
        let packed = try kernels.withHostArray {
            try Device.cpu.backend.convolutionWeights($0, as: dtype, on: .cpu)
        }
        var expected = sums(try x.doubles(), try kernels.doubles(), try bias?.doubles())
        let shape: Shape = [
            batch, geometry.resultHeight(height, kernel: kernel),
            geometry.resultWidth(width, kernel: kernel), outer,
        ]
        guard residual != .none else {
            return (
                { try x.convolved(packed, geometry: self.geometry, bias: bias) }, expected
            )
        }
        let held = try random.tensor(shape, dtype)
        let values = try held.floats()
        for index in values.indices { expected[index] += Double(values[index]) }
        return (
            {
                let added =
                    residual == .held
                    ? held : try Tensor(values, shape: shape, on: .cpu).cast(to: dtype)
                return try x.convolved(packed, geometry: self.geometry, bias: bias, adding: added)
            }, expected
        )
    }
}

/// How a convolution's result is added to something.
private enum Residual: Sendable {
    case none, unique, held
}

extension OperationCase {
    private static let usual = ConvolutionGeometry(
        stride: 1, padding: Padding(top: 1, left: 1, bottom: 1, right: 1))
    private static let halving = ConvolutionGeometry(
        stride: 2, padding: Padding(top: 1, left: 1, bottom: 1, right: 1))
    private static let lopsided = ConvolutionGeometry(
        stride: 2, padding: Padding(top: 0, left: 0, bottom: 1, right: 1))

    private static func convolution(
        _ name: String, _ sizes: Convolution, bias: Bool = true, residual: Residual = .none
    ) -> OperationCase {
        OperationCase("convolution \(name)") {
            try sizes.prepare(&$0, $1, bias: bias, residual: residual)
        }
    }

    static let convolutions: [OperationCase] = [
        convolution("of one pixel", Convolution(height: 1, width: 1, inner: 4, outer: 8)),
        convolution("odd", Convolution(batch: 2, height: 7, width: 5, inner: 12, outer: 9)),
        convolution(
            "without bias", Convolution(height: 6, width: 8, inner: 16, outer: 16), bias: false),
        convolution(
            "halving",
            Convolution(batch: 2, height: 9, width: 6, inner: 8, outer: 8, geometry: halving)),
        convolution(
            "halving with zeros on one side",
            Convolution(batch: 2, height: 8, width: 7, inner: 8, outer: 8, geometry: lopsided)),
        convolution(
            "1x1",
            Convolution(
                height: 5, width: 5, inner: 24, outer: 8, kernel: 1,
                geometry: ConvolutionGeometry(
                    stride: 1, padding: Padding(top: 0, left: 0, bottom: 0, right: 0)))),
        convolution("to pictures", Convolution(height: 9, width: 11, inner: 16, outer: 3)),
        convolution(
            "from latents", Convolution(batch: 2, height: 7, width: 10, inner: 4, outer: 32)),
        convolution(
            "added to what is its own",
            Convolution(batch: 2, height: 5, width: 6, inner: 8, outer: 20),
            residual: .unique),
        convolution(
            "added to what is held",
            Convolution(batch: 2, height: 5, width: 6, inner: 8, outer: 20),
            residual: .held),
    ]
}
