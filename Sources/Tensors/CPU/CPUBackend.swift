import CDNNL
import CKernels
import Glibc
import Synchronization

/// The processor: oneDNN for products and convolutions, Easel's own kernels for the rest.
///
/// All operations run on the threads that oneDNN's OpenMP runtime keeps for the calling thread, so callers stay on one thread.
package final class CPUBackend: Backend {
    private let allocator = CachingAllocator()
    let operations = OperationCache()
    private let scratch = Mutex<Storage?>(nil)
    /// Arithmetic operations after which a long operation looks whether it was cancelled.
    let portion: Double

    /// A backend whose long operations are done in portions: usually of a second's work for a processor of 50 GFLOP/s.
    package init(portion: Double = 50e9) {
        self.portion = portion
    }

    package var computeTypes: [DType] { Self.computeTypes }

    /// bf16 first where the processor multiplies in it, and not at all where oneDNN cannot, as it cannot on AVX2.
    private static let computeTypes: [DType] = {
        guard ed_multiplies(ED_BF16) else { return [.float32] }
        return ek_best_isa() == EK_AVX512_BF16 ? [.bfloat16, .float32] : [.float32, .bfloat16]
    }()

    package var summary: String { HostProcessor.summary }

    package var arithmetic: String {
        let library = "\(String(cString: ed_version())) \(String(cString: ed_instruction_set()))"
        return "oneDNN \(library), kernels \(String(cString: ek_isa_name(ek_best_isa())))"
    }

    package var totalBytes: Int? { HostMemory.totalBytes }

    package var availableBytes: Int {
        HostMemory.availableBytes + allocator.keptBytes
    }

    package func allocate(byteCount: Int, on device: Device) throws -> Storage {
        guard let address = allocator.take(byteCount: byteCount) else {
            throw TensorError.outOfMemory(bytes: byteCount, device: device.name)
        }
        return Storage(address: address, byteCount: byteCount, device: device) {
            [allocator] address in
            allocator.give(address, byteCount: byteCount)
        }
    }

    /// Memory for what lives as long as a model: the system has it back when the model goes.
    func allocateLasting(byteCount: Int, on device: Device) throws -> Storage {
        guard let address = allocator.fresh(byteCount: byteCount) else {
            throw TensorError.outOfMemory(bytes: byteCount, device: device.name)
        }
        return Storage(address: address, byteCount: byteCount, device: device) { free($0) }
    }

    package func trim() {
        scratch.withLock { $0 = nil }
        allocator.trim()
    }

    /// Sets how many threads the calling thread's operations use; nil for every core.
    package func setThreads(_ count: Int?) {
        ek_set_threads(Int32(count ?? 0))
        operations.removeAll()
    }

    /// Runs `body` with scratch memory of at least `byteCount` bytes, which is kept for the next operation.
    func withScratch(
        byteCount: Int, on device: Device, _ body: (UnsafeMutableRawPointer) throws -> Void
    ) throws {
        try scratch.withLock { kept in
            if kept.map({ $0.byteCount < byteCount }) ?? true {
                kept = nil
                kept = try allocate(byteCount: max(byteCount, 1 << 16), on: device)
            }
            if let kept { try body(kept.address) }
        }
    }

    /// Throws where the work was cancelled; called by every operation, so that Ctrl-C acts within one operation's time.
    func checkCancellation() throws {
        if Task.isCancelled { throw CancellationError() }
    }

    package func upload(_ source: HostArray, to result: Tensor) throws {
        ek_convert(
            source.dtype.kernel, source.address, result.dtype.kernel, result.address,
            Int64(result.shape.count))
    }

    package func download(_ tensor: Tensor, to result: UnsafeMutableBufferPointer<Float>) throws {
        ek_convert(
            tensor.dtype.kernel, tensor.address, EK_F32, result.baseAddress,
            Int64(tensor.shape.count))
    }

    package func downloadBytes(
        _ tensor: Tensor, to result: UnsafeMutableBufferPointer<UInt8>
    ) throws {
        ek_to_bytes(
            tensor.dtype.kernel, Int64(tensor.shape.count), tensor.address, result.baseAddress)
    }
}

extension DType {
    /// The kernels' name of this type.
    var kernel: ek_dtype {
        switch self {
        case .float32: EK_F32
        case .bfloat16: EK_BF16
        case .float16: EK_F16
        }
    }
}
