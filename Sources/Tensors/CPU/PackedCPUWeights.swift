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
    private let backend: CPUBackend
    private let device: Device
    private let packings = Mutex<[(layout: Layout, storage: Storage)]>([])

    /// The weights of `parts`, one under the other.
    init(
        _ parts: [HostArray], shape: Shape, as dtype: DType, backend: CPUBackend, device: Device
    ) {
        self.parts = parts
        self.backend = backend
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
        let storage = try backend.allocate(byteCount: layout.byteCount, on: device)
        try withPlain { plain, type in
            guard layout.pack(plain, from: type, to: storage.address) else {
                throw TensorError.refused(
                    operation: "packing weights \(shape)", reason: String(cString: ed_last_error()))
            }
        }
        for part in parts { part.discardPages() }
        return storage
    }

    /// Runs `body` on the parts in one piece: as they are where that is possible, else copied and converted.
    private func withPlain(_ body: (UnsafeRawPointer, DType) throws -> Void) throws {
        if parts.count == 1, parts[0].dtype == dtype {
            return try withExtendedLifetime(parts) { try body(parts[0].address, dtype) }
        }
        try backend.withScratch(byteCount: shape.count * dtype.size, on: device) { scratch in
            var target = scratch
            for part in parts {
                let count = part.shape.count
                ek_convert(part.dtype.kernel, part.address, dtype.kernel, target, Int64(count))
                target += count * dtype.size
            }
            try body(scratch, dtype)
        }
    }
}
