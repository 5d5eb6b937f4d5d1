/// Splits normalised text into the words that byte pairs are merged within.
///
/// Matches the two patterns of `CLIPTokenizer` in transformers 5.23, the second within what the
/// first has found:
/// `<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`,
/// then that of GPT-2. All that the second adds is to take a literal `<|startoftext|>` apart again.
package enum WordSplitter {
    private enum Kind {
        case letter, number, space, other

        init(_ scalar: Unicode.Scalar) {
            switch scalar {
            case "a"..."z", "A"..."Z": self = .letter
            case "0"..."9": self = .number
            case " ", "\t"..."\r": self = .space
            case "\0"..."\u{7F}": self = .other
            default: self.init(unicode: scalar)
            }
        }

        /// The kind by the tables of Unicode 16.0, which the `tokenizers` library's regular
        /// expressions have.
        private init(unicode scalar: Unicode.Scalar) {
            let isAssigned = scalar.isAssigned(inUnicode: 16)
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter,
                .otherLetter:
                self = isAssigned ? .letter : .other
            case .decimalNumber, .letterNumber, .otherNumber:
                self = isAssigned ? .number : .other
            default:
                self = scalar.properties.isWhitespace ? .space : .other
            }
        }
    }

    private static let contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map(scalars)
    private static let markers = ["startoftext", "endoftext"].map {
        [scalars("<|"), scalars($0), scalars("|>")]
    }

    /// The words of `text` as UTF-8.
    package static func words(_ text: ArraySlice<Unicode.Scalar>) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var rest = text
        while let first = rest.first {
            for length in match(first, in: rest) {
                words.append(utf8(rest.prefix(length)))
                rest = rest.dropFirst(length)
            }
            rest = rest.drop { Kind($0) == .space }
        }
        return words.filter { !$0.isEmpty }
    }

    /// The lengths of the words that the text begins with: one word, the three parts of a marker,
    /// or none at a space.
    private static func match(
        _ first: Unicode.Scalar, in text: ArraySlice<Unicode.Scalar>
    ) -> [Int] {
        if first == "<", let marker = markers.first(where: { text.starts(with: $0.joined()) }) {
            return marker.map(\.count)
        }
        if first == "'", let found = contractions.first(where: { text.starts(with: $0) }) {
            return [found.count]
        }
        return switch Kind(first) {
        case .space: []
        case .number: [1]
        case let kind: [text.prefix { Kind($0) == kind }.count]
        }
    }

    private static func scalars(_ string: String) -> [Unicode.Scalar] {
        Array(string.unicodeScalars)
    }

    private static func utf8(_ scalars: ArraySlice<Unicode.Scalar>) -> [UInt8] {
        scalars.flatMap { UTF8.encode($0).map(Array.init) ?? [] }
    }
}
