import Diagnostics

/// Why an operation on tensors could not be done.
package enum TensorError: ExplainedError {
    /// The device has no memory left for this many bytes.
    case outOfMemory(bytes: Int, device: String)
    /// A library refused an operation on these shapes.
    case refused(operation: String, reason: String)

    package var message: String {
        switch self {
        case .outOfMemory(let bytes, let device):
            "out of memory on \(device): \(max(1, bytes >> 20)) MB more were needed"
        case .refused(let operation, let reason):
            "\(operation) could not be run: \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .outOfMemory: "try a smaller `size`, or a smaller precision such as `bf16`"
        case .refused: nil
        }
    }
}
