/// Values in a device's memory, seen as a box of up to four dimensions.
///
/// Pictures are channels-last, [B, H, W, C]; sequences [B, N, C]. Rows (the innermost dimension) are dense, and lie `rowStride`
/// elements apart, so that a range of columns is a view.
package struct Tensor: Sendable {
    /// The memory that the values are in.
    package private(set) var storage: Storage
    /// The sizes of the dimensions.
    package let shape: Shape
    /// The type of the elements.
    package let dtype: DType
    /// Elements from the storage's beginning to the first value.
    package let offset: Int
    /// Elements from one row to the next.
    package let rowStride: Int

    init(storage: Storage, shape: Shape, dtype: DType, offset: Int, rowStride: Int) {
        self.storage = storage
        self.shape = shape
        self.dtype = dtype
        self.offset = offset
        self.rowStride = rowStride
    }

    /// A dense tensor whose values are unknown until something is written.
    package init(uninitialized shape: Shape, dtype: DType, on device: Device) throws {
        let storage = try device.backend.allocate(byteCount: shape.count * dtype.size, on: device)
        self.init(storage: storage, shape: shape, dtype: dtype, offset: 0, rowStride: shape.last)
    }

    /// A tensor of host values, converted to `dtype` (their own type where it is nil).
    package init(_ source: HostArray, as dtype: DType? = nil, on device: Device) throws {
        try self.init(uninitialized: source.shape, dtype: dtype ?? source.dtype, on: device)
        try device.backend.upload(source, to: self)
    }

    /// An fp32 tensor of the given values.
    package init(_ values: [Float], shape: Shape, on device: Device) throws {
        precondition(values.count == shape.count, "\(values.count) values for \(shape)")
        try self.init(uninitialized: shape, dtype: .float32, on: device)
        try values.withUnsafeBytes { bytes in
            guard let address = bytes.baseAddress else { return }
            let source = HostArray(
                address: address, dtype: .float32, shape: shape, owner: storage)
            try device.backend.upload(source, to: self)
        }
    }

    /// The device that the values are on.
    package var device: Device { storage.device }

    /// Whether the rows follow one another without gaps.
    package var isDense: Bool { rowStride == shape.last }

    /// Where the first value is, in the device's address space.
    package var address: UnsafeMutableRawPointer {
        storage.address + offset * dtype.size
    }

    /// The same values under another shape of the same count.
    package func reshaped(_ shape: Shape) -> Tensor {
        precondition(shape.count == self.shape.count, "\(self.shape) as \(shape)")
        precondition(
            isDense || shape.last == self.shape.last, "\(self.shape) with gaps as \(shape)")
        let rowStride = isDense ? shape.last : rowStride
        return Tensor(
            storage: storage, shape: shape, dtype: dtype, offset: offset, rowStride: rowStride)
    }

    /// The given columns of every row, as a view.
    package func columns(_ range: Range<Int>) -> Tensor {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= shape.last, "columns \(range) of \(shape)")
        return Tensor(
            storage: storage, shape: shape.replacingLast(range.count), dtype: dtype,
            offset: offset + range.lowerBound, rowStride: rowStride)
    }

    /// The given items of the outermost dimension, as a view.
    package func items(_ range: Range<Int>) -> Tensor {
        precondition(
            shape.rank > 1 && range.lowerBound >= 0 && range.upperBound <= shape[0],
            "items \(range) of \(shape)")
        let rowsPerItem = shape.rows / max(1, shape[0])
        return Tensor(
            storage: storage, shape: Shape([range.count] + shape.sizes.dropFirst()), dtype: dtype,
            offset: offset + range.lowerBound * rowsPerItem * rowStride, rowStride: rowStride)
    }

    /// Copies the values unless nothing else holds their memory, so that they can be written over.
    mutating func makeUnique() throws {
        if !isDense || !isKnownUniquelyReferenced(&storage) { self = try compacted() }
    }

    /// The values as fp32 on the host, in row order.
    package func floats() throws -> [Float] {
        let dense = try isDense ? self : compacted()
        return try [Float](unsafeUninitializedCapacity: shape.count) { buffer, count in
            let whole = UnsafeMutableBufferPointer(rebasing: buffer[..<shape.count])
            try device.backend.download(dense, to: whole)
            count = shape.count
        }
    }

    /// The values as 8-bit pixels: round(clamp(x / 2 + 0.5, 0, 1) * 255).
    package func pixelBytes() throws -> [UInt8] {
        precondition(isDense, "pixels of \(shape) with gaps")
        return try [UInt8](unsafeUninitializedCapacity: shape.count) { buffer, count in
            let whole = UnsafeMutableBufferPointer(rebasing: buffer[..<shape.count])
            try device.backend.downloadBytes(self, to: whole)
            count = shape.count
        }
    }
}
