extension Tensor {
    /// A dense tensor like this one for an operation's result.
    private func result(_ shape: Shape? = nil, dtype: DType? = nil) throws -> Tensor {
        try Tensor(uninitialized: shape ?? self.shape, dtype: dtype ?? self.dtype, on: device)
    }

    private var backend: any Backend { storage.device.backend }

    /// activation(x · weightsᵀ + bias) + residual over the innermost dimension.
    package func linear(
        _ weights: any PackedWeights, bias: Tensor?, activation: Activation? = nil,
        adding residual: Tensor? = nil
    ) throws -> Tensor {
        precondition(shape.last == weights.shape[1], "\(shape) by weights \(weights.shape)")
        let y = try result(shape.replacingLast(weights.shape[0]))
        precondition(
            residual.map { $0.shape.count == y.shape.count && $0.isDense } ?? true,
            "residual \(residual?.shape ?? []) to \(y.shape)")
        try backend.linear(
            self, weights, bias: bias, activation: activation, residual: residual, into: y)
        return y
    }

    /// A channels-last convolution, added to `residual` where there is one.
    ///
    /// A residual that nothing else holds becomes the result without a copy.
    package func convolved(
        _ weights: any PackedWeights, geometry: ConvolutionGeometry, bias: Tensor?,
        adding residual: consuming Tensor? = nil
    ) throws -> Tensor {
        let kernel = weights.shape
        precondition(
            shape.rank == 4 && isDense && shape.last == kernel[1], "\(shape) by kernel \(kernel)")
        let resultShape: Shape = [
            shape[0], geometry.resultHeight(shape[1], kernel: kernel[2]),
            geometry.resultWidth(shape[2], kernel: kernel[3]), kernel[0],
        ]
        guard var y = residual else {
            let y = try result(resultShape)
            try backend.convolve(
                self, weights, geometry: geometry, bias: bias, accumulating: false, into: y)
            return y
        }
        precondition(y.shape == resultShape, "\(y.shape) to \(resultShape)")
        try y.makeUnique()
        try backend.convolve(
            self, weights, geometry: geometry, bias: bias, accumulating: true, into: y)
        return y
    }

    /// The 3x3 convolution of this picture with its sides doubled by repeating pixels.
    package func doubledConvolved(_ weights: any PackedWeights, bias: Tensor) throws -> Tensor {
        precondition(
            shape.rank == 4 && isDense && shape.last == weights.shape[1],
            "\(shape) by kernel \(weights.shape)")
        let y = try result([shape[0], 2 * shape[1], 2 * shape[2], weights.shape[0]])
        try backend.convolveDoubled(self, weights, bias: bias, into: y)
        return y
    }

    /// softmax(self · kᵀ · scale) · v for every head; all are [B, N, heads * width].
    package func attend(
        _ k: Tensor, _ v: Tensor, heads: Int, scale: Float? = nil, causal: Bool = false
    ) throws -> Tensor {
        precondition(
            shape.rank == 3 && k.shape == v.shape && k.shape[0] == shape[0]
                && k.shape.last == shape.last && shape.last % heads == 0,
            "attention of \(shape) to \(k.shape) and \(v.shape) with \(heads) heads")
        let y = try result()
        let width = Float(shape.last / heads)
        try backend.attend(
            self, k, v, heads: heads, scale: scale ?? 1 / width.squareRoot(), causal: causal,
            into: y)
        return y
    }

    /// Group norm over [B, …, C], of this plus an fp32 addend [B, C] where there is one, then SiLU where asked for.
    package func groupNorm(
        groups: Int, epsilon: Float, scale: Tensor, shift: Tensor, silu: Bool,
        adding addend: Tensor? = nil
    ) throws -> Tensor {
        precondition(
            isDense && shape.last % groups == 0 && scale.shape.count == shape.last,
            "group norm of \(shape) in \(groups) groups by \(scale.shape)")
        precondition(
            addend.map { $0.shape.count == shape[0] * shape.last && $0.dtype == .float32 } ?? true,
            "addend \(addend?.shape ?? []) to \(shape)")
        let y = try result()
        try backend.groupNorm(
            self, addend: addend, groups: groups, epsilon: epsilon, scale: scale, shift: shift,
            silu: silu, into: y)
        return y
    }

    /// Layer norm of every row.
    package func layerNorm(epsilon: Float, scale: Tensor, shift: Tensor) throws -> Tensor {
        precondition(
            isDense && scale.shape.count == shape.last, "layer norm of \(shape) by \(scale.shape)")
        let y = try result()
        try backend.layerNorm(self, epsilon: epsilon, scale: scale, shift: shift, into: y)
        return y
    }

    /// Softmax of every row.
    package func softmax() throws -> Tensor {
        precondition(isDense, "softmax of \(shape) with gaps")
        let y = try result()
        try backend.softmax(self, into: y)
        return y
    }

    /// The left half of every row times the GELU of its right half.
    package func geglu() throws -> Tensor {
        precondition(isDense && shape.last % 2 == 0, "GEGLU of \(shape)")
        let y = try result(shape.replacingLast(shape.last / 2))
        try backend.geglu(self, into: y)
        return y
    }

    /// An activation function, element by element.
    package func activated(_ activation: Activation) throws -> Tensor {
        precondition(isDense, "activation of \(shape) with gaps")
        let y = try result()
        try backend.activate(self, activation, into: y)
        return y
    }

    /// a + b, element by element.
    package static func + (a: Tensor, b: Tensor) throws -> Tensor {
        precondition(
            a.shape == b.shape && a.dtype == b.dtype && a.isDense && b.isDense,
            "\(a.shape) \(a.dtype) + \(b.shape) \(b.dtype)")
        let y = try a.result()
        try a.backend.add(a, b, into: y)
        return y
    }

    /// Sum of coefficient * tensor over at least one fp32 tensor of one shape, in one pass over memory.
    package static func combination(_ terms: [(Float, Tensor)]) throws -> Tensor {
        precondition(!terms.isEmpty, "a combination of nothing")
        let first = terms[0].1
        for (_, tensor) in terms {
            precondition(
                tensor.shape == first.shape && tensor.dtype == .float32 && tensor.isDense,
                "combination of \(first.shape) and \(tensor.shape) \(tensor.dtype)")
        }
        let y = try first.result()
        try first.backend.combine(terms, into: y)
        return y
    }

    /// The values limited to a range, fp32.
    package func clamped(to range: ClosedRange<Float>) throws -> Tensor {
        precondition(dtype == .float32 && isDense, "clamping \(shape) \(dtype)")
        let y = try result()
        try backend.clamp(self, to: range, into: y)
        return y
    }

    /// The values in another type; itself where that is its type.
    package func cast(to dtype: DType) throws -> Tensor {
        guard dtype != self.dtype else { return self }
        precondition(isDense, "casting \(shape) with gaps")
        let y = try result(dtype: dtype)
        try backend.convert(self, into: y)
        return y
    }

    /// The rows of this followed by those of `other`.
    package func concatenatedChannels(with other: Tensor) throws -> Tensor {
        precondition(
            isDense && other.isDense && dtype == other.dtype && shape.rows == other.shape.rows,
            "\(shape) beside \(other.shape)")
        let y = try result(shape.replacingLast(shape.last + other.shape.last))
        try backend.concatenateChannels(self, other, into: y)
        return y
    }

    /// The items of each tensor in turn, along the outermost dimension.
    package static func stacked(_ parts: [Tensor]) throws -> Tensor {
        precondition(!parts.isEmpty, "a stack of nothing")
        let first = parts[0]
        let items = parts.reduce(0) { $0 + $1.shape[0] }
        let whole = try first.result(Shape([items] + first.shape.sizes.dropFirst()))
        var begin = 0
        for part in parts {
            let end = begin + part.shape[0]
            try first.backend.copyRows(part, into: whole.items(begin..<end))
            begin = end
        }
        return whole
    }

    /// Nearest-neighbour resize of [B, H, W, C].
    package func resizedNearest(height: Int, width: Int) throws -> Tensor {
        precondition(shape.rank == 4 && isDense, "resizing \(shape)")
        let y = try result([shape[0], height, width, shape.last])
        try backend.resizeNearest(self, into: y)
        return y
    }

    /// A dense copy.
    package func compacted() throws -> Tensor {
        let y = try result()
        try backend.copyRows(self, into: y)
        return y
    }
}
