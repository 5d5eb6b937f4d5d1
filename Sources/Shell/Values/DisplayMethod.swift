package import CommandLanguage
import Diagnostics

/// How pictures are shown in the terminal.
package enum DisplayMethod: String, CaseIterable, ArgumentValue {
    case auto, kitty, iterm2, sixel, blocks, off

    package static let placeholder = "METHOD"
    package static let expectation = "`auto`, `kitty`, `iterm2`, `sixel`, `blocks` or `off`"
    package static let completion = CompletionRule.words([
        Completion("auto", "the best that the terminal can, which `show display` explains"),
        Completion("kitty", "kitty's graphics protocol"),
        Completion("iterm2", "iTerm2's inline images"), Completion("sixel", "sixel graphics"),
        Completion("blocks", "Unicode blocks, in as many colors as there are"),
        Completion("off", "not at all"),
    ])

    package init?(argument text: String) { self.init(rawValue: text) }

    package static func advice(for text: String) -> String? {
        nearest(to: text, among: allCases.map(\.rawValue)).map { "did you mean `\($0)`?" }
    }

    package var text: String { rawValue }
}
