import Diagnostics

/// Why a tokenizer could not be read.
package enum TokenizerError: ExplainedError, Equatable {
    /// A file could not be opened or read, with the system's reason.
    case unreadable(path: String, reason: String)
    /// A folder has neither `tokenizer.json` nor the pair `vocab.json` and `merges.txt`.
    case noVocabulary(folder: String, missing: [String])
    /// A file holds bytes that are not UTF-8 text.
    case notText(path: String)
    /// JSON breaks off or has something else than it must at a byte offset.
    case malformedJSON(path: String, offset: Int, expected: String)
    /// A member of a JSON file has a value that cannot be used.
    case wrongValue(path: String, key: String, expected: String)
    /// `tokenizer.json` holds another kind of tokenizer than byte-pair.
    case notBytePair(path: String, type: String)
    /// A merge, counted from 1, is not two tokens.
    case malformedMerge(path: String, number: Int, text: String)
    /// A merge, counted from 1, names or makes a token that the vocabulary lacks.
    case unknownToken(path: String, mergeNumber: Int, token: String)

    package var message: String {
        switch self {
        case .unreadable(let path, let reason):
            "cannot read `\(path)`: \(reason)"
        case .noVocabulary(let folder, let missing):
            "`\(folder)` holds no tokenizer: "
                + missing.map { "`\($0)`" }.joined(separator: ", ")
                + (missing.count == 1 ? " is missing" : " are missing")
        case .notText(let path):
            "`\(path)` is not UTF-8 text"
        case .malformedJSON(let path, let offset, let expected):
            "`\(path)` is not valid JSON: expected \(expected) at byte \(offset)"
        case .wrongValue(let path, let key, let expected):
            "`\(path)`: `\(key)` must be \(expected)"
        case .notBytePair(let path, let type):
            "`\(path)` holds a tokenizer of type `\(type)`, not `BPE`"
        case .malformedMerge(let path, let number, let text):
            "`\(path)`: merge \(number), `\(text)`, is not two tokens"
        case .unknownToken(let path, let number, let token):
            "`\(path)`: merge \(number) needs the token `\(token)`, which the vocabulary lacks"
        }
    }
}
