package import Diagnostics

/// A line that the language does not know how to read.
package enum LanguageError: ExplainedError, Hashable {
    /// There is no command of this name.
    case unknownCommand(String, nearest: String?)
    /// The command has no such option.
    case unknownOption(command: String, key: String, nearest: String?, isQuotable: Bool)
    /// An option stands twice.
    case repeatedOption(command: String, key: String)
    /// A required argument is absent.
    case missingArgument(command: String, argument: String, usage: String)
    /// A word is left over; `quoted` is the line to type where a text was meant to be one word.
    case extraWord(command: String, word: String, usage: String, quoted: String?)
    /// A value is not of its kind, or out of its range.
    case invalidValue(name: String, value: String, expectation: String, advice: String?)
    /// A word that begins with `$` names nothing.
    case malformedReference(String)
    /// A quotation mark has no partner.
    case openQuote
    /// The last line ends with a backslash.
    case openLine

    package var message: String {
        switch self {
        case .unknownCommand(let name, _): "there is no command `\(name)`"
        case .unknownOption(let command, let key, _, _): "`\(command)` has no option `\(key)`"
        case .repeatedOption(let command, let key): "`\(command)` has two values for `\(key)`"
        case .missingArgument(let command, let argument, _): "`\(command)` needs \(argument)"
        case .extraWord(let command, let word, _, _):
            "`\(command)` does not know what to do with `\(word)`"
        case .invalidValue(let name, let value, let expectation, _):
            "`\(name)` must be \(expectation), not `\(value)`"
        case .malformedReference(let word): "`\(word)` names no picture"
        case .openQuote: "this quotation mark has no partner"
        case .openLine: "the last line ends with `\\`, and nothing follows"
        }
    }

    package var hint: String? {
        switch self {
        case .unknownCommand(_, let nearest):
            nearest.map { "did you mean `\($0)`?" } ?? "`help` lists the commands"
        case .unknownOption(let command, let key, let nearest, let isQuotable):
            if let nearest {
                "did you mean `\(nearest)`?"
            } else if isQuotable {
                "put the word in quotation marks if `\(key)=` belongs to a name"
            } else {
                "`help \(command)` lists its options"
            }
        case .repeatedOption: "leave one of them out"
        case .missingArgument(_, _, let usage): "the form is `\(usage)`"
        case .extraWord(_, _, let usage, let quoted):
            quoted.map { "put the text in quotation marks: `\($0)`" } ?? "the form is `\(usage)`"
        case .invalidValue(_, _, _, let advice): advice
        case .malformedReference:
            "`$3` is picture 3, `$last` the latest, `$-2` the one before, `$3.seed` a fact; "
                + "in quotation marks a `$` is a plain character"
        case .openQuote: "end the text with the same mark"
        case .openLine: "delete the `\\`"
        }
    }
}

/// An error together with the place in the line that it is about.
package struct LocatedError: Error {
    /// What went wrong.
    package let error: any ExplainedError
    /// Where.
    package let span: Span
}

extension ExplainedError {
    /// This error, pointing at `span`.
    package func at(_ span: Span) -> LocatedError {
        LocatedError(error: self, span: span)
    }
}
