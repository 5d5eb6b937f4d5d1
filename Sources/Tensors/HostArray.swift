import Glibc

/// Values in the host's memory that something else owns, such as a memory-mapped file.
///
/// Unchecked: the memory is never written, and `owner` keeps it in place.
package struct HostArray: @unchecked Sendable {
    /// Where the values begin.
    package let address: UnsafeRawPointer
    /// Their type.
    package let dtype: DType
    /// Their shape, rows dense.
    package let shape: Shape
    private let owner: AnyObject

    /// The values at `address`, which live as long as `owner`.
    package init(address: UnsafeRawPointer, dtype: DType, shape: Shape, owner: AnyObject) {
        self.address = address
        self.dtype = dtype
        self.shape = shape
        self.owner = owner
    }

    /// How many bytes the values take.
    package var byteCount: Int { shape.count * dtype.size }

    /// The same values under another shape of the same count.
    package func reshaped(_ shape: Shape) -> HostArray {
        precondition(shape.count == self.shape.count, "\(self.shape) as \(shape)")
        return HostArray(address: address, dtype: dtype, shape: shape, owner: owner)
    }

    /// Lets the system drop the pages that hold nothing but these values; reading them again loads them again.
    package func discardPages() {
        let page = Int(getpagesize())
        let begin = (Int(bitPattern: address) + page - 1) / page * page
        let end = (Int(bitPattern: address) + byteCount) / page * page
        guard begin < end else { return }
        madvise(UnsafeMutableRawPointer(bitPattern: begin), end - begin, MADV_DONTNEED)
    }
}
