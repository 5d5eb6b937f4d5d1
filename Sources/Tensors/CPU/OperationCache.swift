import CDNNL
import Synchronization

/// A oneDNN primitive for one shape, with the layout in which it takes its weights.
final class Operation: @unchecked Sendable {
    /// oneDNN's side of it.
    let handle: OpaquePointer
    /// The layout of the weights.
    let layout: Layout
    /// Bytes of scratch memory that a run needs.
    let scratchBytes: Int

    /// Takes ownership of `handle`; nil where its layout cannot be read.
    init?(_ handle: OpaquePointer) {
        guard let layout = ed_operation_layout(handle) else {
            ed_operation_free(handle)
            return nil
        }
        self.handle = handle
        self.layout = Layout(layout)
        scratchBytes = ed_operation_scratch(handle)
    }

    deinit {
        ed_operation_free(handle)
    }
}

/// What distinguishes one primitive from another.
enum OperationKey: Hashable {
    case matmul(
        rows: Int, inner: Int, outer: Int, sourceStride: Int, dtype: DType, bias: Bool,
        activation: Activation?, adds: Bool)
    case convolution(
        input: Shape, kernel: Shape, geometry: ConvolutionGeometry, dtype: DType, bias: Bool,
        accumulates: Bool)
}

/// Primitives by shape: made once, kept, and shared by all layers of that shape.
final class OperationCache: Sendable {
    private let operations = Mutex<[OperationKey: Operation]>([:])

    /// The primitive for `key`, made where there is none yet.
    func operation(for key: OperationKey) throws -> Operation {
        if let known = operations.withLock({ $0[key] }) { return known }
        guard let handle = Self.make(key), let made = Operation(handle) else {
            throw TensorError.refused(
                operation: "\(key)", reason: String(cString: ed_last_error()))
        }
        operations.withLock { $0[key] = made }
        return made
    }

    /// Forgets every primitive, for when the number of threads changes that they were made for.
    func removeAll() {
        operations.withLock { $0.removeAll() }
    }

    private static func make(_ key: OperationKey) -> OpaquePointer? {
        switch key {
        case .matmul(
            let rows, let inner, let outer, let sourceStride, let dtype, let bias, let activation,
            let adds):
            var what = ed_matmul(
                rows: Int64(rows), inner: Int64(inner), outer: Int64(outer),
                source_stride: Int64(sourceStride), dtype: dtype.oneDNN, bias: bias,
                activation: activation.oneDNN, adds: adds)
            return ed_matmul_create(&what)
        case .convolution(
            let input, let kernel, let geometry, let dtype, let bias, let accumulates):
            var what = ed_convolution(
                batch: Int64(input[0]), height: Int64(input[1]), width: Int64(input[2]),
                in_channels: Int64(kernel[1]), out_channels: Int64(kernel[0]),
                kernel_height: Int64(kernel[2]), kernel_width: Int64(kernel[3]),
                stride: Int64(geometry.stride), pad_top: Int64(geometry.padding.top),
                pad_left: Int64(geometry.padding.left),
                pad_bottom: Int64(geometry.padding.bottom),
                pad_right: Int64(geometry.padding.right), dtype: dtype.oneDNN, bias: bias,
                accumulates: accumulates)
            return ed_convolution_create(&what)
        }
    }
}

extension Activation? {
    /// oneDNN's name of this activation.
    fileprivate var oneDNN: ed_activation {
        switch self {
        case nil: ED_LINEAR
        case .silu: ED_SILU
        case .gelu: ED_GELU
        case .quickGELU: ED_QUICK_GELU
        }
    }
}
