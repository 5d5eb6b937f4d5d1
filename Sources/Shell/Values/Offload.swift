package import CommandLanguage
import Diagnostics

/// Where weights wait while they are not in use.
package enum Offload: String, CaseIterable, ArgumentValue {
    case none, model, blocks, disk

    package static let placeholder = "OFFLOAD"
    package static let expectation = "`none`, `model`, `blocks` or `disk`"
    package static let completion = CompletionRule.words([
        Completion("none", "on the device"),
        Completion("model", "in main memory, a component at a time on the device"),
        Completion("blocks", "in main memory, a few blocks at a time on the device"),
        Completion("disk", "on the disk, read as they are needed"),
    ])

    package init?(argument text: String) { self.init(rawValue: text) }

    package static func advice(for text: String) -> String? {
        nearest(to: text, among: allCases.map(\.rawValue)).map { "did you mean `\($0)`?" }
    }

    package var text: String { rawValue }
}
