extension HostArray {
    /// The values at some of the outermost dimension's places; nothing is copied.
    package func rows(_ range: Range<Int>) -> HostArray {
        precondition(
            shape.rank > 0 && range.lowerBound >= 0 && range.upperBound <= shape[0],
            "rows \(range) of \(shape)")
        let inner = shape.sizes.dropFirst()
        let offset = range.lowerBound * inner.reduce(1, *) * dtype.size
        return part(offset: offset, shape: Shape([range.count] + inner))
    }

    /// A copy of a matrix with rows and columns exchanged.
    package func transposed() -> HostArray {
        precondition(shape.rank == 2, "the transpose of \(shape)")
        let (rows, columns, size) = (shape[0], shape[1], dtype.size)
        let copy = HostBuffer(byteCount: byteCount)
        for row in 0..<rows {
            for column in 0..<columns {
                copy.address.advanced(by: (column * rows + row) * size)
                    .copyMemory(from: address + (row * columns + column) * size, byteCount: size)
            }
        }
        return HostArray(
            address: UnsafeRawPointer(copy.address), dtype: dtype, shape: [columns, rows],
            owner: copy)
    }
}

/// Memory of the host for values that are no longer as a file has them.
private final class HostBuffer {
    let address: UnsafeMutableRawPointer

    init(byteCount: Int) {
        address = .allocate(byteCount: byteCount, alignment: 64)
    }

    deinit {
        address.deallocate()
    }
}
