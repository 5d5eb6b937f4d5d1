// `_nfc` is the standard library's own normaliser, the one behind comparison of strings; it has no
// public name yet. The alternatives are all of Foundation with ICU, which Easel leaves out for the
// sake of its start, and tables of our own.
@_spi(_Unicode) import Swift

/// Prepares text as `CLIPTokenizer` in transformers 5.23 does: NFC, runs of white space to one
/// space, lower case.
///
/// transformers builds these steps itself and reads neither `do_lower_case` nor the steps in
/// `tokenizer.json`.
package enum TextNormalizer {
    /// The three steps in turn.
    package static func normalize(_ text: some Collection<Unicode.Scalar>) -> [Unicode.Scalar] {
        lowercase(collapseWhitespace(compose(Array(text))))
    }

    /// NFC by the tables of Unicode 9.0, which the `tokenizers` library has.
    static func compose(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        // Below U+0300 nothing combines or decomposes.
        guard text.contains(where: { $0.value >= 0x300 }) else { return text }
        var composed: [Unicode.Scalar] = []
        var known = String.UnicodeScalarView()
        for scalar in text {
            if scalar.isAssigned(inUnicode: 9) {
                known.append(contentsOf: decompositionOfNonStarter(scalar))
            } else {
                // A scalar that the tables lack neither moves nor joins, and keeps others from
                // joining across it.
                composed += String(known)._nfc
                composed.append(scalar)
                known.removeAll()
            }
        }
        return composed + String(known)._nfc
    }

    /// Takes apart the three Tibetan vowel signs that are starters made of combining marks.
    ///
    /// `_nfc` of Swift 6.3 does not put their marks in order among those around them.
    private static func decompositionOfNonStarter(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        switch scalar {
        case "\u{0F73}": ["\u{0F71}", "\u{0F72}"]
        case "\u{0F75}": ["\u{0F71}", "\u{0F74}"]
        case "\u{0F81}": ["\u{0F71}", "\u{0F80}"]
        default: [scalar]
        }
    }

    /// One space for each run of white space.
    static func collapseWhitespace(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        var inSpace = false
        for scalar in text {
            let isSpace = isSpace(scalar)
            if !isSpace {
                result.append(scalar)
            } else if !inSpace {
                result.append(" ")
            }
            inSpace = isSpace
        }
        return result
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t"..."\r": true
        case "\0"..."\u{7F}": false
        default: scalar.properties.isWhitespace
        }
    }

    /// The lower case of each scalar by itself, whatever stands around it.
    static func lowercase(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        for scalar in text {
            switch scalar {
            case "A"..."Z": result.append(Unicode.Scalar(UInt8(scalar.value) + 32))
            case "\0"..."\u{7F}": result.append(scalar)
            default: result += scalar.properties.lowercaseMapping.unicodeScalars
            }
        }
        return result
    }
}
