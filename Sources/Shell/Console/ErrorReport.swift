import CommandLanguage
import Diagnostics
import Terminal

/// An error as people read it: what is wrong, the line with a mark under the place, what to do.
///
///     error: `gen` has no option `step`
///            gen "a red fox" step=20
///                            ^^^^
///     hint:  did you mean `steps`?
struct ErrorReport {
    private let message: String
    private let hint: String?
    private let excerpt: (line: String, before: Int, width: Int)?
    private let source: String?

    /// The report of `error`, which came from `text`, a part of `source` (`lion.easel, line 3`).
    init(_ error: any Error, in text: String?, of source: String? = nil) {
        let located = error as? LocatedError
        let explained = located?.error ?? error as? any ExplainedError
        message = explained?.message ?? "\(error)"
        hint = explained?.hint
        excerpt = located.flatMap { error in text.flatMap { Self.excerpt($0, error.span) } }
        self.source = source
    }

    /// The report without a line end.
    func text(_ style: Style) -> String {
        let indent = String(repeating: " ", count: 7)
        var lines = [style.red("error:") + " " + message]
        if let excerpt {
            lines.append(indent + excerpt.line)
            let marks = String(repeating: "^", count: max(1, excerpt.width))
            lines.append(
                indent + String(repeating: " ", count: excerpt.before) + style.red(marks))
        }
        if let source { lines.append(style.dim("from: ") + " " + source) }
        if let hint { lines.append(style.dim("hint: ") + " " + hint) }
        return lines.joined(separator: "\n")
    }

    /// The line of `text` in which `span` begins, with the columns before the span and under it.
    private static func excerpt(
        _ text: String, _ span: Span
    ) -> (line: String, before: Int, width: Int)? {
        let scalars = Array(text.unicodeScalars)
        let start = min(span.lowerBound, scalars.count)
        let lineStart = (scalars[..<start].lastIndex(of: "\n") ?? -1) + 1
        let lineEnd = scalars[lineStart...].firstIndex(of: "\n") ?? scalars.count
        let end = min(max(span.upperBound, start), lineEnd)
        let line = visible(scalars[lineStart..<lineEnd])
        if line.isEmpty { return nil }
        let before = displayWidth(of: visible(scalars[lineStart..<start]))
        let upTo = displayWidth(of: visible(scalars[lineStart..<max(start, end)]))
        return (line, before, upTo - before)
    }

    /// The scalars with control characters, which would move the cursor, as spaces.
    private static func visible(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        String(scalars: scalars.map { $0.properties.generalCategory == .control ? " " : $0 })
    }
}
