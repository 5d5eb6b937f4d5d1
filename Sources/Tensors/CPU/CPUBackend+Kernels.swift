import CKernels

extension CPUBackend {
    package func attend(
        _ q: Tensor, _ k: Tensor, _ v: Tensor, heads: Int, scale: Float, causal: Bool,
        into result: Tensor
    ) throws {
        let queryCost = 4 * Double(k.shape[1]) * Double(k.shape.last)
        guard !causal, queryCost * Double(q.shape.rows) > portion else {
            return try attendAtOnce(
                q, k, v, heads: heads, scale: scale, causal: causal, into: result)
        }
        for item in 0..<q.shape[0] {
            let one = item..<item + 1
            for rows in portions(of: q.shape[1], cost: queryCost, multiple: 256) {
                try attendAtOnce(
                    q.rows(rows, ofItem: item), k.items(one), v.items(one), heads: heads,
                    scale: scale, causal: false, into: result.rows(rows, ofItem: item))
            }
        }
    }

    private func attendAtOnce(
        _ q: Tensor, _ k: Tensor, _ v: Tensor, heads: Int, scale: Float, causal: Bool,
        into result: Tensor
    ) throws {
        try checkCancellation()
        var shape = ek_attention_shape(
            batch: Int64(q.shape[0]), heads: Int64(heads), queries: Int64(q.shape[1]),
            keys: Int64(k.shape[1]), width: Int64(q.shape.last / heads), scale: scale,
            causal: causal)
        let dtype = q.dtype.kernel
        let scratchBytes = ek_attention_scratch(&shape, dtype)
        try withScratch(byteCount: scratchBytes, on: result.device) { scratch in
            ek_attention(
                &shape, dtype, q.kernelRows, k.kernelRows, v.kernelRows, result.kernelRows, scratch)
        }
    }

    package func groupNorm(
        _ x: Tensor, addend: Tensor?, groups: Int, epsilon: Float, scale: Tensor, shift: Tensor,
        silu: Bool, into result: Tensor
    ) throws {
        try checkCancellation()
        var shape = ek_group_norm_shape(
            batch: Int64(x.shape[0]), pixels: Int64(x.shape.rows / x.shape[0]),
            channels: Int64(x.shape.last), groups: Int64(groups), epsilon: epsilon, silu: silu)
        try withScratch(byteCount: ek_group_norm_scratch(&shape), on: result.device) { scratch in
            ek_group_norm(
                &shape, x.dtype.kernel, x.address, addend?.floatAddress, scale.floatAddress,
                shift.floatAddress, result.address, scratch)
        }
    }

    package func layerNorm(
        _ x: Tensor, epsilon: Float, scale: Tensor, shift: Tensor, into result: Tensor
    ) throws {
        try checkCancellation()
        ek_layer_norm(
            x.dtype.kernel, Int64(x.shape.rows), Int64(x.shape.last), epsilon, x.address,
            scale.floatAddress, shift.floatAddress, result.address)
    }

    package func softmax(_ x: Tensor, into result: Tensor) throws {
        try checkCancellation()
        ek_softmax(
            x.dtype.kernel, Int64(x.shape.rows), Int64(x.shape.last), x.address, result.address)
    }

    package func geglu(_ x: Tensor, into result: Tensor) throws {
        try checkCancellation()
        ek_geglu(
            x.dtype.kernel, Int64(x.shape.rows), Int64(result.shape.last), x.address,
            result.address)
    }

    package func activate(_ x: Tensor, _ activation: Activation, into result: Tensor) throws {
        try checkCancellation()
        ek_activate(
            activation.kernel, x.dtype.kernel, Int64(x.shape.count), x.address, result.address)
    }

    package func add(_ a: Tensor, _ b: Tensor, into result: Tensor) throws {
        try checkCancellation()
        ek_add(a.dtype.kernel, Int64(a.shape.count), a.address, b.address, result.address)
    }

    package func combine(_ terms: [(Float, Tensor)], into result: Tensor) throws {
        try checkCancellation()
        let coefficients = terms.map(\.0)
        let inputs = terms.map { UnsafePointer($0.1.floatAddress) as UnsafePointer<Float>? }
        ek_combine(
            Int32(terms.count), coefficients, inputs, Int64(result.shape.count),
            result.floatAddress)
    }

    package func clamp(_ x: Tensor, to range: ClosedRange<Float>, into result: Tensor) throws {
        ek_clamp(
            Int64(x.shape.count), range.lowerBound, range.upperBound, x.floatAddress,
            result.floatAddress)
    }

    package func convert(_ x: Tensor, into result: Tensor) throws {
        ek_convert(
            x.dtype.kernel, x.address, result.dtype.kernel, result.address, Int64(x.shape.count))
    }

    package func concatenateChannels(_ a: Tensor, _ b: Tensor, into result: Tensor) throws {
        try checkCancellation()
        ek_concatenate(
            Int64(a.shape.rows), a.address, Int64(a.shape.last * a.dtype.size), b.address,
            Int64(b.shape.last * b.dtype.size), result.address)
    }

    package func resizeNearest(_ x: Tensor, into result: Tensor) throws {
        try checkCancellation()
        ek_resize_nearest(
            Int64(x.shape[0]), Int64(x.shape[1]), Int64(x.shape[2]),
            Int64(x.shape.last * x.dtype.size), Int64(result.shape[1]), Int64(result.shape[2]),
            x.address, result.address)
    }

    package func copyRows(_ x: Tensor, into result: Tensor) throws {
        let rowBytes = x.shape.last * x.dtype.size
        let stride = x.rowStride * x.dtype.size
        if x.isDense { return try convert(x, into: result) }
        for row in 0..<x.shape.rows {
            (result.address + row * rowBytes).copyMemory(
                from: x.address + row * stride, byteCount: rowBytes)
        }
    }
}

extension Tensor {
    /// The first value of an fp32 tensor.
    fileprivate var floatAddress: UnsafeMutablePointer<Float> {
        precondition(dtype == .float32, "\(shape) is \(dtype), not float32")
        return address.assumingMemoryBound(to: Float.self)
    }

    /// This [B, N, C] tensor's rows, as attention takes them.
    fileprivate var kernelRows: ek_rows {
        ek_rows(data: address, batch: Int64(shape[1] * rowStride), row: Int64(rowStride))
    }
}

extension Activation {
    /// The kernels' name of this activation.
    fileprivate var kernel: ek_activation {
        switch self {
        case .silu: EK_SILU
        case .gelu: EK_GELU
        case .quickGELU: EK_QUICK_GELU
        }
    }
}
