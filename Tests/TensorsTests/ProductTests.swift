import Tensors
import TestSupport
import Testing

/// Matrix products and convolutions with all that rides along, on odd and usual shapes, against sums in fp64.
@Suite struct ProductTests {
    /// The shape of a product.
    struct Product: Sendable, CustomTestStringConvertible {
        var rows: Int
        var inner: Int
        var outer: Int
        var bias = true
        var activation: Activation?
        var residual = false
        var testDescription: String {
            "\(rows)x\(inner)x\(outer) bias \(bias) \(activation.map { "\($0)" } ?? "") residual \(residual)"
        }
    }

    static let products: [Product] = [
        Product(rows: 1, inner: 1, outer: 1),
        Product(rows: 77, inner: 24, outer: 72),
        Product(rows: 77, inner: 24, outer: 24, residual: true),
        Product(rows: 5, inner: 13, outer: 7, bias: false),
        Product(rows: 64, inner: 160, outer: 160, activation: .silu),
        Product(rows: 33, inner: 48, outer: 96, activation: .gelu, residual: true),
        Product(rows: 77, inner: 16, outer: 64, activation: .quickGELU),
        Product(rows: 130, inner: 320, outer: 320, residual: true),
        Product(rows: 2, inner: 320, outer: 1280, activation: .silu),
    ]

    @Test(arguments: products, [DType.float32, .bfloat16])
    func matrixProduct(_ product: Product, _ dtype: DType) async throws {
        try await Self.check(product, dtype)
    }

    @Compute
    private static func check(_ product: Product, _ dtype: DType) throws {
        var random = Values()
        let (rows, inner, outer) = (product.rows, product.inner, product.outer)
        let x = try random.tensor([1, rows, inner], dtype)
        let weights = try random.tensor([outer, inner], dtype)
        let bias = product.bias ? try random.tensor([outer], .float32) : nil
        let residual = product.residual ? try random.tensor([1, rows, outer], dtype) : nil
        let packed = try weights.withHostArray {
            try Device.cpu.backend.linearWeights([$0], as: dtype, on: .cpu)
        }
        let result = try x.linear(
            packed, bias: bias, activation: product.activation, adding: residual)
        let (a, w) = (try x.floats(), try weights.floats())
        let (b, r) = (try bias?.floats(), try residual?.floats())
        var expected = [Float](repeating: 0, count: rows * outer)
        for row in 0..<rows {
            for column in 0..<outer {
                var sum = Double(b?[column] ?? 0)
                for k in 0..<inner {
                    sum += Double(a[row * inner + k]) * Double(w[column * inner + k])
                }
                sum = activated(sum, product.activation)
                expected[row * outer + column] = Float(sum) + (r?[row * outer + column] ?? 0)
            }
        }
        let off = difference("product", try result.floats(), expected, tolerance(dtype))
        #expect(off == nil)
    }
}
