import CDNNL

extension CPUBackend {
    package func linearWeights(
        _ parts: [HostArray], as dtype: DType, on device: Device
    ) -> any PackedWeights {
        let outer = parts.reduce(0) { $0 + $1.shape[0] }
        let shape: Shape = [outer, parts[0].shape[1]]
        precondition(
            parts.allSatisfy { $0.shape[1] == shape[1] }, "matrices of different widths")
        return PackedCPUWeights(parts, shape: shape, as: dtype, backend: self, device: device)
    }

    package func convolutionWeights(
        _ kernel: HostArray, as dtype: DType, on device: Device
    ) -> any PackedWeights {
        PackedCPUWeights([kernel], shape: kernel.shape, as: dtype, backend: self, device: device)
    }

    package func linear(
        _ x: Tensor, _ weights: any PackedWeights, bias: Tensor?, activation: Activation?,
        residual: Tensor?, into result: Tensor
    ) throws {
        let operation = try operations.operation(
            for: .matmul(
                rows: x.shape.rows, inner: x.shape.last, outer: result.shape.last,
                sourceStride: x.rowStride, dtype: x.dtype, bias: bias != nil,
                activation: activation, adds: residual != nil))
        try run(operation, x, weights, bias: bias, added: residual, into: result)
    }

    package func convolve(
        _ x: Tensor, _ weights: any PackedWeights, geometry: ConvolutionGeometry, bias: Tensor?,
        accumulating: Bool, into result: Tensor
    ) throws {
        let operation = try operations.operation(
            for: .convolution(
                input: x.shape, kernel: weights.shape, geometry: geometry, dtype: x.dtype,
                bias: bias != nil, accumulates: accumulating))
        try run(operation, x, weights, bias: bias, added: nil, into: result)
    }

    private func run(
        _ operation: Operation, _ x: Tensor, _ weights: any PackedWeights, bias: Tensor?,
        added: Tensor?, into result: Tensor
    ) throws {
        try checkCancellation()
        guard let packed = weights as? PackedCPUWeights, packed.dtype == x.dtype else {
            preconditionFailure("weights of \(weights.dtype) for a tensor of \(x.dtype) on the CPU")
        }
        let storage = try packed.storage(as: operation.layout)
        try withScratch(byteCount: operation.scratchBytes, on: result.device) { scratch in
            let good = ed_operation_run(
                operation.handle, x.address, storage.address,
                bias?.address.assumingMemoryBound(to: Float.self), added?.address, result.address,
                scratch)
            if !good {
                throw TensorError.refused(
                    operation: "a product of \(x.shape)", reason: String(cString: ed_last_error()))
            }
        }
    }
}
