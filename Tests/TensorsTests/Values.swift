import Glibc
import Tensors
import TestSupport

/// Reproducible values for tests, between -1 and 1.
struct Values {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The next value.
    mutating func next() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
    }

    /// A tensor of the next values.
    mutating func tensor(_ shape: Shape, _ dtype: DType) throws -> Tensor {
        let values = (0..<shape.count).map { _ in next() }
        return try Tensor(values, shape: shape, on: .cpu).cast(to: dtype)
    }
}

extension Tensor {
    /// Runs `body` on this tensor's values as weights come from files.
    func withHostArray<Result>(_ body: (HostArray) throws -> Result) rethrows -> Result {
        try body(HostArray(address: address, dtype: dtype, shape: shape, owner: storage))
    }
}

/// An activation function in fp64.
func activated(_ x: Double, _ activation: Activation?) -> Double {
    switch activation {
    case nil: x
    case .silu: x / (1 + exp(-x))
    case .gelu: 0.5 * x * (1 + erf(x / 2.squareRoot()))
    case .quickGELU: x / (1 + exp(-1.702 * x))
    }
}

/// What a result in a type may be off: rounding of the type, once at the end.
func tolerance(_ dtype: DType) -> Tolerance {
    dtype == .float32
        ? Tolerance(absolute: 1e-5, relative: 1e-5) : Tolerance(absolute: 2e-2, relative: 1e-2)
}
