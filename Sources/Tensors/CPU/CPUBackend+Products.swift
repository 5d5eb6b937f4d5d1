import CDNNL
import CKernels

extension CPUBackend {
    package func linearWeights(
        _ parts: [HostArray], as dtype: DType, on device: Device
    ) -> any PackedWeights {
        precondition(
            parts.allSatisfy { $0.shape[1] == parts[0].shape[1] }, "matrices of different widths")
        return PackedCPUWeights(.parts(parts), as: dtype, backend: self, device: device)
    }

    package func convolutionWeights(
        _ kernel: HostArray, as dtype: DType, on device: Device
    ) -> any PackedWeights {
        PackedCPUWeights(.parts([kernel]), as: dtype, backend: self, device: device)
    }

    package func doublingWeights(
        _ kernel: HostArray, as dtype: DType, on device: Device
    ) -> any PackedWeights {
        DoublingCPUWeights(kernel, as: dtype, backend: self, device: device)
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
        let rowCost = 2 * Double(weights.shape.count) * Double(result.shape[2])
        let rowCount = result.shape[0] * result.shape[1]
        guard rowCost * Double(rowCount) > portion else {
            return try convolveAtOnce(
                x, weights, geometry: geometry, bias: bias, accumulating: accumulating,
                into: result)
        }
        for item in 0..<x.shape[0] {
            for rows in portions(of: result.shape[1], cost: rowCost) {
                let source = geometry.source(
                    of: rows, height: x.shape[1], kernel: weights.shape[2])
                try convolveAtOnce(
                    x.rows(source.rows, ofItem: item), weights, geometry: source.geometry,
                    bias: bias, accumulating: accumulating,
                    into: result.rows(rows, ofItem: item))
            }
        }
    }

    private func convolveAtOnce(
        _ x: Tensor, _ weights: any PackedWeights, geometry: ConvolutionGeometry, bias: Tensor?,
        accumulating: Bool, into result: Tensor
    ) throws {
        let operation = try operations.operation(
            for: .convolution(
                input: x.shape, kernel: weights.shape, geometry: geometry, dtype: x.dtype,
                bias: bias != nil, accumulates: accumulating))
        try run(operation, x, weights, bias: bias, added: nil, into: result)
    }

    package func convolveDoubled(
        _ x: Tensor, _ weights: any PackedWeights, bias: Tensor, into result: Tensor
    ) throws {
        guard let weights = weights as? DoublingCPUWeights else {
            preconditionFailure("weights that were not made for a doubled picture")
        }
        let phaseShape: Shape = [x.shape[0], x.shape[1], x.shape[2], result.shape.last]
        let phases = try weights.phases.map { phase in
            let y = try Tensor(uninitialized: phaseShape, dtype: x.dtype, on: x.device)
            try convolve(
                x, phase.weights, geometry: phase.geometry, bias: bias, accumulating: false,
                into: y)
            return y
        }
        let addresses = phases.map { UnsafeRawPointer($0.address) as UnsafeRawPointer? }
        withExtendedLifetime(phases) {
            ek_interleave(
                Int64(x.shape[0]), Int64(x.shape[1]), Int64(x.shape[2]),
                Int64(result.shape.last * x.dtype.size), addresses, result.address)
        }
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
