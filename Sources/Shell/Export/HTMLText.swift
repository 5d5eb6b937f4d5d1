import CommandLanguage

/// Texts as HTML holds them.
enum HTMLText {
    /// `text` as plain characters, between tags or in a quoted attribute.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in visible(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A line of the shell whose words are marked by what they are: a class for command words, texts, keys, references and comments.
    static func tinted(_ line: String) -> String {
        let text = visible(line)
        let scalars = Array(text.unicodeScalars)
        var html = ""
        var position = 0
        for mark in Scanner.scan(text).commands.flatMap(marks)
        where mark.span.lowerBound >= position && mark.span.upperBound <= scalars.count {
            html += between(scalars[position..<mark.span.lowerBound])
            html += tag(mark.kind, scalars[mark.span])
            position = mark.span.upperBound
        }
        return html + between(scalars[position...])
    }

    /// The words of a command that are something, with the class of each.
    private static func marks(_ words: [Word]) -> [(span: Span, kind: String)] {
        words.enumerated().flatMap { index, word -> [(span: Span, kind: String)] in
            if index == 0, !word.isQuoted { return [(word.span, "command")] }
            guard let option = word.option else { return [(word.span, kind(of: word))] }
            let key = option.key.span.lowerBound..<option.value.span.lowerBound
            return [(key, "key"), (option.value.span, kind(of: option.value))]
        }
    }

    private static func kind(of word: Word) -> String {
        word.isQuoted ? "string" : word.isReference ? "reference" : ""
    }

    /// What stands between words: a `#` begins a comment there.
    private static func between(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var html = ""
        var rest = scalars
        while let start = rest.firstIndex(of: "#") {
            let end = rest[start...].firstIndex(of: "\n") ?? rest.endIndex
            html += escaped(String(scalars: rest[..<start])) + tag("comment", rest[start..<end])
            rest = rest[end...]
        }
        return html + escaped(String(scalars: rest))
    }

    private static func tag(_ kind: String, _ scalars: ArraySlice<Unicode.Scalar>) -> String {
        let text = escaped(String(scalars: scalars))
        return kind.isEmpty || text.isEmpty ? text : "<span class=\"\(kind)\">\(text)</span>"
    }
}
