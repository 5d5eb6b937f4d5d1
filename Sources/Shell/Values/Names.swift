package import CommandLanguage
import Diagnostics

/// The arithmetic's precision.
package enum Precision: String, CaseIterable, ArgumentValue {
    case fp32, bf16, fp16

    package static let placeholder = "PRECISION"
    package static let expectation = "`fp32`, `bf16` or `fp16`"
    package static let completion = CompletionRule.words([
        Completion("fp32", "32-bit floating point: exact and slow"),
        Completion("bf16", "16 bits with the range of 32: fast on new CPUs"),
        Completion("fp16", "16-bit floating point: fast on GPUs"),
    ])

    package init?(argument text: String) { self.init(rawValue: text) }

    package static func advice(for text: String) -> String? {
        nearest(to: text, among: allCases.map(\.rawValue)).map { "did you mean `\($0)`?" }
    }

    package var text: String { rawValue }
}

/// The name of a device: `cpu`, `cuda`, `cuda:1`.
package struct DeviceName: ArgumentValue {
    package static let placeholder = "DEVICE"
    package static let expectation = "`cpu`, `cuda` or `cuda:NUMBER`"
    package static let completion = CompletionRule.words([
        Completion("cpu", "the processor"), Completion("cuda", "the first NVIDIA GPU"),
    ])
    package let text: String

    package init?(argument text: String) {
        let index = text.hasPrefix("cuda:") ? UInt16(text.dropFirst(5)) : nil
        guard text == "cpu" || text == "cuda" || index != nil else { return nil }
        self.text = text
    }
}

/// What can be loaded: a known name, a folder or a file.
package struct ModelName: ArgumentValue {
    /// The models that the program knows by name.
    package static let topic = Topic("models")
    package static let placeholder = "MODEL"
    package static let expectation = "a model's name, a folder or a `.safetensors` file"
    package static let completion = CompletionRule.any([
        .topic(topic), .filesEnding(".safetensors"),
    ])
    package let text: String

    package init?(argument text: String) {
        if text.isEmpty { return nil }
        self.text = text
    }

    package static func advice(for text: String) -> String? { "`models` lists the names" }
}

/// The short name of a scheduler (`euler`).
package struct SchedulerName: ArgumentValue {
    /// The schedulers of the loaded model.
    package static let topic = Topic("schedulers")
    package static let placeholder = "SCHEDULER"
    package static let expectation = "a scheduler's short name, such as `euler`"
    package static let completion = CompletionRule.topic(topic)
    package let text: String

    package init?(argument text: String) {
        let isName = text.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "_-+".utf8.contains($0)
            }
        }
        if text.isEmpty || !isName { return nil }
        self.text = text
    }
}
