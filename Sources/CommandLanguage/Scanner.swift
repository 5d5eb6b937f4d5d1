/// What a text says, word by word.
package struct ScannedText: Hashable, Sendable {
    /// What a text breaks off in, so that another line must follow.
    package enum Unfinished: Hashable, Sendable {
        /// A quotation mark at the given place has no partner.
        case quote(Span)
        /// The text ends with a backslash at the given place.
        case backslash(Span)
    }

    /// The commands, each as its words; none is empty.
    package var commands: [[Word]] = []
    /// What the text breaks off in; nil where it is whole.
    package var unfinished: Unfinished?
    /// Whether the text ends within the last command, so that more words would belong to it.
    package var isOpen = false
    /// Whether the text ends within a comment.
    package var endsInComment = false

    /// The part of `text`, which was scanned, that holds command `index`; with the last one a comment after it.
    package func source(of index: Int, in text: String) -> String {
        guard commands.indices.contains(index), let first = commands[index].first,
            let last = commands[index].last
        else { return "" }
        let scalars = Array(text.unicodeScalars)
        let end = index + 1 == commands.count ? scalars.count : last.span.upperBound
        var part = scalars[first.span.lowerBound..<max(first.span.lowerBound, end)]
        while part.last?.properties.isWhitespace == true { part.removeLast() }
        return String(scalars: part)
    }
}

/// Splits a text into commands and words.
///
/// `;` and line ends separate commands, `#` at the start of a word begins a comment, "double" and 'single'
/// quotation marks hold words together, and a backslash at a line's end continues it. A prompt at the start
/// of a line (`[3]› `) is dropped, so that a transcript can be pasted. A command that begins with `!` is one
/// word, up to the line's end: what follows is the system's language.
package struct Scanner {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var scanned = ScannedText()
    private var words: [Word] = []

    /// What `text` says.
    package static func scan(_ text: String) -> ScannedText {
        var scanner = Scanner(scalars: Array(text.unicodeScalars))
        scanner.run()
        return scanner.scanned
    }

    /// Whether `text`, which breaks off, has gone on for so long that a quotation mark must have been lost: nobody types that
    /// much, and reading all that follows again with each line would take forever.
    package static func isTooLong(_ text: String) -> Bool {
        text.utf8.count > 1 << 18 || text.utf8.count { $0 == UInt8(ascii: "\n") } >= 1000
    }

    private init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    private var current: Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    private func peek(_ offset: Int) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    private mutating func run() {
        skipPrompt()
        while let scalar = current {
            switch scalar {
            case ";":
                position += 1
                endCommand()
            case "\n":
                position += 1
                endCommand()
                skipPrompt()
            case "#":
                skipComment()
            case "\\" where isLineEnd(1):
                continueLine()
            case Word.systemMark where words.isEmpty:
                readSystemCommand()
            default:
                if scalar.properties.isWhitespace { position += 1 } else { readWord() }
            }
        }
        scanned.isOpen = !words.isEmpty && !scanned.endsInComment
        endCommand()
    }

    private mutating func endCommand() {
        if !words.isEmpty { scanned.commands.append(words) }
        words = []
    }

    private mutating func skipComment() {
        while let scalar = current, scalar != "\n" {
            _ = scalar
            position += 1
        }
        scanned.endsInComment = current == nil
    }

    private func isLineEnd(_ offset: Int) -> Bool {
        let next = peek(offset)
        return next == nil || next == "\n"
    }

    /// Passes the backslash that is the current scalar and the line end after it.
    private mutating func continueLine() {
        if peek(1) == nil { scanned.unfinished = .backslash(position..<position + 1) }
        position = min(position + 2, scalars.count)
        skipPrompt()
    }

    /// Passes a prompt such as `[3]› ` or `[3]… `, if one stands here.
    private mutating func skipPrompt() {
        if let (_, end) = Prompt.leading(scalars[position...]) { position = end }
    }

    private mutating func readSystemCommand() {
        let line = scalars[position...].prefix { $0 != "\n" }
        words.append(Word(text: String(scalars: line), span: line.indices, bare: line.count))
        position = line.endIndex
    }

    private mutating func readWord() {
        let start = position
        var text = String.UnicodeScalarView()
        var bare: Int?
        var stretches: [BareStretch] = []
        while let scalar = current, scalar != ";", !scalar.properties.isWhitespace {
            switch scalar {
            case "\"", "'":
                bare = bare ?? text.count
                readQuoted(scalar, into: &text)
            case "\\" where isLineEnd(1):
                continueLine()
            default:
                stretches.append(readBare(into: &text))
            }
        }
        words.append(
            Word(
                text: String(text), span: start..<position, bare: bare ?? text.count,
                stretches: stretches))
    }

    /// Reads what stands before the next quotation mark, line end or the end of the word.
    private mutating func readBare(into text: inout String.UnicodeScalarView) -> BareStretch {
        let (start, length) = (position, text.count)
        while let scalar = current, scalar != ";", scalar != "\"", scalar != "'",
            !scalar.properties.isWhitespace, !(scalar == "\\" && isLineEnd(1))
        {
            text.append(scalar)
            position += 1
        }
        return BareStretch(range: length..<length + position - start, place: start)
    }

    /// Reads from a quotation mark to its partner; of escapes, double quotes know `\"`, `\\` and `\n`.
    private mutating func readQuoted(
        _ mark: Unicode.Scalar, into text: inout String.UnicodeScalarView
    ) {
        let start = position
        position += 1
        while let scalar = current {
            position += 1
            if scalar == mark { return }
            guard mark == "\"", scalar == "\\", let next = current else {
                text.append(scalar)
                if scalar == "\n" { skipPrompt() }
                continue
            }
            switch next {
            case "\"", "\\": text.append(next)
            case "n": text.append("\n")
            case "\n": break
            default:
                // A prompt may well say `\(`, which other tools read as a bracket without weight.
                text.append("\\")
                text.append(next)
            }
            position += 1
        }
        scanned.unfinished = .quote(start..<start + 1)
    }
}
