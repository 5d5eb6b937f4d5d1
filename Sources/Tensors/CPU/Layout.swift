import CDNNL

/// How oneDNN lays packed weights out.
final class Layout: @unchecked Sendable {
    private let handle: OpaquePointer

    /// Takes ownership of `handle`.
    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        ed_layout_free(handle)
    }

    /// Bytes that weights in this layout take.
    var byteCount: Int { ed_layout_size(handle) }

    /// Whether both lay the same tensor out in the same way.
    func matches(_ other: Layout) -> Bool {
        self === other || ed_layout_equal(handle, other.handle)
    }

    /// Packs plain weights of the given type; false where oneDNN cannot.
    func pack(_ plain: UnsafeRawPointer, from dtype: DType, to packed: UnsafeMutableRawPointer)
        -> Bool
    {
        ed_layout_pack(handle, dtype.oneDNN, plain, packed)
    }
}

extension DType {
    /// oneDNN's name of this type.
    var oneDNN: ed_dtype {
        switch self {
        case .float32: ED_F32
        case .bfloat16: ED_BF16
        case .float16: ED_F16
        }
    }
}
