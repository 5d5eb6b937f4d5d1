/// What stands before a line that the shell asks for.
package enum Prompt: Hashable, Sendable {
    /// `[3]› `, before the first line of an entry.
    case first
    /// `[3]… `, before its other lines.
    case continuation

    /// The prompt of entry `number`.
    package func text(_ number: Int) -> String {
        "[\(number)]\(mark) "
    }

    private var mark: Unicode.Scalar {
        switch self {
        case .first: "\u{203A}"
        case .continuation: "\u{2026}"
        }
    }

    /// The prompt at the beginning of `scalars`, which may be indented, with the index after it; nil where there is none.
    static func leading(
        _ scalars: ArraySlice<Unicode.Scalar>
    ) -> (prompt: Prompt, end: Int)? {
        var rest = scalars.drop { $0 == " " }
        guard rest.popFirst() == "[" else { return nil }
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest = rest[digits.endIndex...]
        guard !digits.isEmpty, rest.popFirst() == "]", let mark = rest.popFirst(),
            let prompt = [Prompt.first, .continuation].first(where: { $0.mark == mark })
        else { return nil }
        return (prompt, rest.first == " " ? rest.startIndex + 1 : rest.startIndex)
    }
}

/// The lines that were typed, where `text` is a transcript of the shell, that is where any of its lines begins with a prompt; else
/// `text` itself.
///
/// A last line without its end stays so.
package func typedLines(inTranscript text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { Array($0.unicodeScalars) }
    let typed = lines.map { line in
        Prompt.leading(line[...]).map { String(scalars: line[$0.end...]) }
    }
    if typed.allSatisfy({ $0 == nil }) { return text }
    var result = ""
    for (index, line) in typed.enumerated() {
        guard let line, line.contains(where: { !$0.isWhitespace }) else { continue }
        result += line + (index + 1 < typed.count ? "\n" : "")
    }
    return result
}
