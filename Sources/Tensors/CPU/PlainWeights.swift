import CKernels

/// Where the values of packed weights come from.
enum PlainWeights: Sendable {
    /// Arrays of a file, one under the other.
    case parts([HostArray])
    /// What a 3x3 kernel does to a doubled picture's pixels of one row and column parity, as a 2x2 kernel for the picture itself.
    case upsamplingPhase(HostArray, row: Int, column: Int)

    /// The shape of the weights.
    var shape: Shape {
        switch self {
        case .parts(let parts):
            let outer = parts.reduce(0) { $0 + $1.shape[0] }
            return Shape([outer] + parts[0].shape.sizes.dropFirst())
        case .upsamplingPhase(let kernel, _, _):
            return [kernel.shape[0], kernel.shape[1], 2, 2]
        }
    }

    /// Bytes of scratch memory that `values` needs.
    func scratchBytes(as dtype: DType) -> Int {
        switch self {
        case .parts(let parts):
            isReady(parts, dtype) ? 0 : shape.count * dtype.size
        case .upsamplingPhase(let kernel, _, _):
            kernel.shape.count * 4 + shape.count * (4 + dtype.size)
        }
    }

    /// The values in one piece, in the file or in scratch memory.
    func values(as dtype: DType, scratch: UnsafeMutableRawPointer) -> UnsafeRawPointer {
        switch self {
        case .parts(let parts):
            if isReady(parts, dtype) { return parts[0].address }
            var target = scratch
            for part in parts {
                part.convert(to: dtype, at: target)
                target += part.shape.count * dtype.size
            }
            return UnsafeRawPointer(scratch)
        case .upsamplingPhase(let kernel, let row, let column):
            return phase(kernel, row, column, as: dtype, scratch: scratch)
        }
    }

    /// Lets the system drop the pages of the files that the values came from.
    func discardPages() {
        switch self {
        case .parts(let parts): for part in parts { part.discardPages() }
        case .upsamplingPhase(let kernel, _, _): kernel.discardPages()
        }
    }

    private func isReady(_ parts: [HostArray], _ dtype: DType) -> Bool {
        parts.count == 1 && parts[0].dtype == dtype
    }

    /// Sums taps in fp32, whatever the type of the file and of the result.
    private func phase(
        _ kernel: HostArray, _ row: Int, _ column: Int, as dtype: DType,
        scratch: UnsafeMutableRawPointer
    ) -> UnsafeRawPointer {
        let sums = (scratch + kernel.shape.count * 4).assumingMemoryBound(to: Float.self)
        kernel.convert(to: .float32, at: scratch)
        ek_upsampling_phase(
            Int64(kernel.shape[0] * kernel.shape[1]), scratch.assumingMemoryBound(to: Float.self),
            Int32(row), Int32(column), sums)
        if dtype == .float32 { return UnsafeRawPointer(sums) }
        let result = scratch + kernel.shape.count * 4 + shape.count * 4
        ek_convert(EK_F32, sums, dtype.kernel, result, Int64(shape.count))
        return UnsafeRawPointer(result)
    }
}

extension HostArray {
    /// Writes the values in another type.
    fileprivate func convert(to dtype: DType, at target: UnsafeMutableRawPointer) {
        ek_convert(self.dtype.kernel, address, dtype.kernel, target, Int64(shape.count))
    }
}
