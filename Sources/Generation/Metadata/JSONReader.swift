extension JSONValue {
    /// The value that begins at `start`, and where it ends; nil where there is none.
    static func reading(
        _ scalars: [Unicode.Scalar], at start: Int
    ) -> (value: JSONValue, end: Int)? {
        var reader = JSONReader(scalars: scalars, offset: start)
        guard let value = reader.value() else { return nil }
        return (value, reader.offset)
    }
}

/// Reads JSON as Python writes it; whatever is wrong gives nil.
private struct JSONReader {
    let scalars: [Unicode.Scalar]
    var offset: Int
    private var depth = 0

    /// Deeper than any tool writes, and far from the end of the stack.
    private static let deepest = 100

    init(scalars: [Unicode.Scalar], offset: Int) {
        self.scalars = scalars
        self.offset = offset
    }

    mutating func value() -> JSONValue? {
        switch next() {
        case "{": object()
        case "[": array()
        case "\"": string().map(JSONValue.string)
        default: word()
        }
    }

    /// The next scalar that is no white space, not consumed.
    private mutating func next() -> Unicode.Scalar? {
        while offset < scalars.count {
            switch scalars[offset] {
            case " ", "\n", "\r", "\t": offset += 1
            case let scalar: return scalar
            }
        }
        return nil
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard next() == scalar else { return false }
        offset += 1
        return true
    }

    private mutating func object() -> JSONValue? {
        var members: [JSONValue.Member] = []
        let isWhole = list("{", "}") { reader in
            guard reader.next() == "\"", let name = reader.string(), reader.skip(":"),
                let value = reader.value()
            else { return false }
            members.append(JSONValue.Member(name: name, value: value))
            return true
        }
        return isWhole ? .object(members) : nil
    }

    private mutating func array() -> JSONValue? {
        var elements: [JSONValue] = []
        let isWhole = list("[", "]") { reader in
            guard let value = reader.value() else { return false }
            elements.append(value)
            return true
        }
        return isWhole ? .array(elements) : nil
    }

    private mutating func list(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar,
        item: (inout JSONReader) -> Bool
    ) -> Bool {
        guard skip(open), depth < Self.deepest else { return false }
        depth += 1
        defer { depth -= 1 }
        if skip(close) { return true }
        repeat {
            guard item(&self) else { return false }
        } while skip(",")
        return skip(close)
    }

    /// A number or one of the words that stand without quotation marks.
    private mutating func word() -> JSONValue? {
        let start = offset
        while offset < scalars.count, Self.isWord(scalars[offset]) { offset += 1 }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[start..<offset])
        switch text {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "NaN", "Infinity", "-Infinity": return .number(text)
        default:
            let isNumber = text.unicodeScalars.allSatisfy {
                "0123456789+-.eE".unicodeScalars.contains($0)
            }
            return isNumber && Double(text) != nil ? .number(text) : nil
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "+", "-", ".": true
        default: false
        }
    }

    private mutating func string() -> String? {
        guard skip("\"") else { return nil }
        var text = String.UnicodeScalarView()
        while offset < scalars.count {
            let scalar = scalars[offset]
            offset += 1
            switch scalar {
            case "\"": return String(text)
            case "\\":
                guard let escaped = escape() else { return nil }
                text.append(escaped)
            // Some tools write a line's end as it is.
            default: text.append(scalar)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard offset < scalars.count else { return nil }
        let scalar = scalars[offset]
        offset += 1
        switch scalar {
        case "\"", "\\", "/": return scalar
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u": return surrogates()
        default: return nil
        }
    }

    /// The scalar of the digits after `\u`, with the second half of a pair; half a pair becomes U+FFFD.
    private mutating func surrogates() -> Unicode.Scalar? {
        guard let high = fourDigits() else { return nil }
        guard (0xD800..<0xDC00).contains(high) else {
            return Unicode.Scalar(high) ?? "\u{FFFD}"
        }
        let start = offset
        guard offset + 1 < scalars.count, scalars[offset] == "\\", scalars[offset + 1] == "u" else {
            return "\u{FFFD}"
        }
        offset += 2
        guard let low = fourDigits() else { return nil }
        guard (0xDC00..<0xE000).contains(low) else {
            offset = start
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func fourDigits() -> UInt32? {
        guard offset + 4 <= scalars.count else { return nil }
        var value: UInt32 = 0
        for scalar in scalars[offset..<offset + 4] {
            guard scalar.isASCII, let digit = Character(scalar).hexDigitValue else { return nil }
            value = value << 4 + UInt32(digit)
        }
        offset += 4
        return value
    }
}
