/// A 3x3 kernel for pictures whose sides are first doubled by repeating pixels: four 2x2 kernels for the picture itself.
///
/// A pixel of the result sees nine pixels of the doubled picture, of which at most four differ; taps on equal pixels are summed
/// beforehand. That is 16 products where the doubled picture needs 36.
final class DoublingCPUWeights: PackedWeights {
    let shape: Shape
    let dtype: DType
    /// The kernels of the pixels (2i, 2j), (2i, 2j + 1), (2i + 1, 2j), (2i + 1, 2j + 1).
    let phases: [(weights: PackedCPUWeights, geometry: ConvolutionGeometry)]

    /// The weights of a kernel, [outer, inner, 3, 3].
    init(_ kernel: HostArray, as dtype: DType, backend: CPUBackend, device: Device) {
        shape = kernel.shape
        self.dtype = dtype
        phases = (0..<4).map { index in
            let (row, column) = (index / 2, index % 2)
            let padding = Padding(top: 1 - row, left: 1 - column, bottom: row, right: column)
            return (
                PackedCPUWeights(
                    .upsamplingPhase(kernel, row: row, column: column), as: dtype,
                    backend: backend, device: device),
                ConvolutionGeometry(stride: 1, padding: padding)
            )
        }
    }
}
