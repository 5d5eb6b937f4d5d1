import CDNNL
import Synchronization

/// Weights that are packed for oneDNN when a shape first asks for them, in the layout that it wants.
///
/// Until then they are where the checkpoint's file has them, and cost nothing. Most weights are only ever wanted in one layout.
final class PackedCPUWeights: PackedWeights {
    let shape: Shape
    let dtype: DType
    private let source: PlainWeights
    private let backend: CPUBackend
    private let device: Device
    private let packings = Mutex<[(layout: Layout, storage: Storage)]>([])

    /// The weights that `source` gives.
    init(_ source: PlainWeights, as dtype: DType, backend: CPUBackend, device: Device) {
        shape = source.shape
        self.source = source
        self.dtype = dtype
        self.backend = backend
        self.device = device
    }

    /// The weights as `layout` wants them.
    func storage(as layout: Layout) throws -> Storage {
        try packings.withLock { packings in
            if let match = packings.first(where: { $0.layout.matches(layout) }) {
                return match.storage
            }
            let packed = try packed(as: layout)
            packings.append((layout, packed))
            return packed
        }
    }

    private func packed(as layout: Layout) throws -> Storage {
        let storage = try backend.allocateLasting(byteCount: layout.byteCount, on: device)
        try backend.withScratch(byteCount: source.scratchBytes(as: dtype), on: device) { scratch in
            let plain = source.values(as: dtype, scratch: scratch)
            guard layout.pack(plain, from: dtype, to: storage.address) else {
                throw TensorError.refused(
                    operation: "packing weights \(shape)", reason: String(cString: ed_last_error()))
            }
        }
        source.discardPages()
        return storage
    }
}
