import CDNNL
import CKernels

extension CPUBackend {
    package func packLinear(
        _ parts: [HostArray], as dtype: DType, on device: Device
    ) throws -> any PackedWeights {
        let inner = parts[0].shape[1]
        let outer = parts.reduce(0) { $0 + $1.shape[0] }
        precondition(parts.allSatisfy { $0.shape[1] == inner }, "matrices of different widths")
        let usual = OperationKey.matmul(
            rows: 512, inner: inner, outer: outer, sourceStride: inner, dtype: dtype, bias: true,
            activation: nil, adds: false)
        return try pack(parts, shape: [outer, inner], usual: usual, as: dtype, on: device)
    }

    package func packConvolution(
        _ kernel: HostArray, geometry: ConvolutionGeometry, as dtype: DType, on device: Device
    ) throws -> any PackedWeights {
        let usual = OperationKey.convolution(
            input: [2, 64, 64, kernel.shape[1]], kernel: kernel.shape, geometry: geometry,
            dtype: dtype, bias: true, accumulates: false)
        return try pack([kernel], shape: kernel.shape, usual: usual, as: dtype, on: device)
    }

    /// Packs weights, parts one under the other, in the layout that the operation `usual` wants.
    private func pack(
        _ parts: [HostArray], shape: Shape, usual: OperationKey, as dtype: DType, on device: Device
    ) throws -> PackedCPUWeights {
        try checkCancellation()
        let layout = try operations.operation(for: usual).layout
        let storage = try allocate(byteCount: layout.byteCount, on: device)
        let plain = try joined(parts, as: dtype, on: device)
        let good = withExtendedLifetime(plain) {
            layout.pack(plain.address, from: plain.dtype, to: storage.address)
        }
        guard good else {
            throw TensorError.refused(
                operation: "packing weights \(shape)", reason: String(cString: ed_last_error()))
        }
        for part in parts { part.discardPages() }
        return PackedCPUWeights(shape: shape, dtype: dtype, layout: layout, storage: storage)
    }

    /// The parts in one piece: as they are where that is possible, else copied and converted.
    private func joined(
        _ parts: [HostArray], as dtype: DType, on device: Device
    ) throws -> HostArray {
        if parts.count == 1, parts[0].dtype == dtype { return parts[0] }
        let shape: Shape = [parts.reduce(0) { $0 + $1.shape.count }]
        let storage = try allocate(byteCount: shape.count * dtype.size, on: device)
        var target = storage.address
        for part in parts {
            let count = part.shape.count
            ek_convert(part.dtype.kernel, part.address, dtype.kernel, target, Int64(count))
            target += count * dtype.size
        }
        return HostArray(address: storage.address, dtype: dtype, shape: shape, owner: storage)
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
