import Synchronization

/// Weights packed for oneDNN, in the layout that the usual shape wants and any other that a run has asked for.
final class PackedCPUWeights: PackedWeights {
    let shape: Shape
    let dtype: DType
    private let packings: Mutex<[(layout: Layout, storage: Storage)]>

    /// Weights that lie in `storage` as `layout` says.
    init(shape: Shape, dtype: DType, layout: Layout, storage: Storage) {
        self.shape = shape
        self.dtype = dtype
        packings = Mutex([(layout, storage)])
    }

    /// The weights as `layout` wants them, moved there once if they are not.
    func storage(as layout: Layout) throws -> Storage {
        try packings.withLock { packings in
            if let match = packings.first(where: { $0.layout.matches(layout) }) {
                return match.storage
            }
            let source = packings[0]
            let device = source.storage.device
            let moved = try device.backend.allocate(byteCount: layout.byteCount, on: device)
            guard source.layout.repack(source.storage.address, as: layout, to: moved.address) else {
                throw TensorError.refused(
                    operation: "packing weights \(shape)", reason: "no such layout")
            }
            packings.append((layout, moved))
            return moved
        }
    }
}
