import Diagnostics

/// The commands of a language by their names.
package struct CommandTable: Sendable {
    /// The manuals in the order of their names.
    package let manuals: [Manual]
    /// The command of which a line that begins with a quotation mark is the first argument.
    package let implied: String
    private let byName: [String: Manual]

    /// The commands of the given manuals.
    package init(_ manuals: [Manual], implied: String) {
        self.manuals = manuals.sorted { $0.name < $1.name }
        self.implied = implied
        byName = Dictionary(manuals.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The manual of the command `name`; nil where there is none.
    package subscript(name: String) -> Manual? { byName[name] }

    /// The command that `words` name, and the words after it.
    ///
    /// `words` is one command of a scanned text, and so not empty.
    package func lookUp(_ words: [Word]) throws -> (manual: Manual, word: Span, rest: [Word]) {
        guard let first = words.first else {
            throw LanguageError.unknownCommand("", nearest: nil).at(0..<0)
        }
        if first.isQuoted, let manual = byName[implied] {
            return (manual, first.span, words)
        }
        guard let manual = byName[first.text] else {
            throw unknown(first.text).at(first.span)
        }
        return (manual, first.span, Array(words.dropFirst()))
    }

    /// The error of a word that names no command.
    package func unknown(_ name: String) -> LanguageError {
        .unknownCommand(name, nearest: nearest(to: name, among: byName.keys))
    }
}
