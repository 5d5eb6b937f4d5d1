/// The type of a tensor's elements.
package enum DType: UInt8, Sendable, Hashable, CaseIterable {
    case float32
    case bfloat16
    case float16

    /// Bytes of one element.
    package var size: Int { self == .float32 ? 4 : 2 }

    /// The short name that people type (`fp32`).
    package var name: String {
        switch self {
        case .float32: "fp32"
        case .bfloat16: "bf16"
        case .float16: "fp16"
        }
    }

    /// The type that `name` names, nil where it names none.
    package init?(name: some StringProtocol) {
        guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }
}
