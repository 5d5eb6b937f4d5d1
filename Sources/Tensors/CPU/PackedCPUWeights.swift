import CDNNL
import CKernels
import Synchronization

/// Weights that are packed for oneDNN when a shape first asks for them, in the layout that it wants.
///
/// Until then they are where the checkpoint's file has them, and cost nothing. Most weights are only ever wanted in one layout.
final class PackedCPUWeights: PackedWeights {
    let shape: Shape
    let dtype: DType
    private let parts: [HostArray]
    private let device: Device
    private let packings = Mutex<[(layout: Layout, storage: Storage)]>([])

    /// The weights of `parts`, one under the other.
    init(_ parts: [HostArray], shape: Shape, as dtype: DType, on device: Device) {
        self.parts = parts
        self.shape = shape
        self.dtype = dtype
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
        let backend = device.backend
        let storage = try backend.allocate(byteCount: layout.byteCount, on: device)
        let plain = try joined()
        let good = withExtendedLifetime(plain) {
            layout.pack(plain.address, from: plain.dtype, to: storage.address)
        }
        guard good else {
            throw TensorError.refused(
                operation: "packing weights \(shape)", reason: String(cString: ed_last_error()))
        }
        for part in parts { part.discardPages() }
        return storage
    }

    /// The parts in one piece: as they are where that is possible, else copied and converted.
    private func joined() throws -> HostArray {
        if parts.count == 1, parts[0].dtype == dtype { return parts[0] }
        let whole: Shape = [shape.count]
        let storage = try device.backend.allocate(
            byteCount: shape.count * dtype.size, on: device)
        var target = storage.address
        for part in parts {
            let count = part.shape.count
            ek_convert(part.dtype.kernel, part.address, dtype.kernel, target, Int64(count))
            target += count * dtype.size
        }
        return HostArray(address: storage.address, dtype: dtype, shape: whole, owner: storage)
    }
}
