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
    private let isInFile: Bool

    /// The values at `address`, which live as long as `owner`; `isInFile` says that a file can give them again.
    package init(
        address: UnsafeRawPointer, dtype: DType, shape: Shape, owner: AnyObject,
        isInFile: Bool = false
    ) {
        self.address = address
        self.dtype = dtype
        self.shape = shape
        self.owner = owner
        self.isInFile = isInFile
    }

    /// How many bytes the values take.
    package var byteCount: Int { shape.count * dtype.size }

    /// The same values under another shape of the same count.
    package func reshaped(_ shape: Shape) -> HostArray {
        precondition(shape.count == self.shape.count, "\(self.shape) as \(shape)")
        return HostArray(
            address: address, dtype: dtype, shape: shape, owner: owner, isInFile: isInFile)
    }

    /// One row of a matrix.
    package func row(_ index: Int) -> HostArray {
        precondition(shape.rank == 2 && index >= 0 && index < shape[0], "row \(index) of \(shape)")
        return part(offset: index * shape[1] * dtype.size, shape: [1, shape[1]])
    }

    /// The values of the given shape that begin `offset` bytes after these.
    func part(offset: Int, shape: Shape) -> HostArray {
        HostArray(
            address: address + offset, dtype: dtype, shape: shape, owner: owner,
            isInFile: isInFile)
    }

    /// Lets the system drop the pages of a file that hold nothing but these values; reading them again loads them again.
    package func discardPages() {
        guard isInFile else { return }
        let page = Int(getpagesize())
        let begin = (Int(bitPattern: address) + page - 1) / page * page
        let end = (Int(bitPattern: address) + byteCount) / page * page
        guard begin < end else { return }
        madvise(UnsafeMutableRawPointer(bitPattern: begin), end - begin, MADV_DONTNEED)
    }
}
