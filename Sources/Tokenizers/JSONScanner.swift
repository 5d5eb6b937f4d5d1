/// Reads JSON from its bytes in one pass, without building a tree.
///
/// A `tokenizer.json` of 49,408 tokens and 48,894 merges takes a quarter of the time that
/// `JSONDecoder` takes, and tokens stay the bytes that they are: Swift's strings would take
/// canonically equivalent ones for the same.
struct JSONScanner {
    /// The file that is read.
    let file: TextFile
    /// The offset of the next byte.
    private(set) var offset: Int
    /// The string read last, as UTF-8.
    var text: [UInt8] = []
    private var depth = 0

    /// Begins to read `file` at a byte offset.
    init(_ file: TextFile, at offset: Int = 0) {
        self.file = file
        self.offset = offset
    }

    /// An error that names the file and the place: what was expected at the next byte.
    func expected(_ what: String) -> TokenizerError {
        .malformedJSON(path: file.path, offset: offset, expected: what)
    }

    /// The next byte that is not white space, not consumed; nil at the end.
    mutating func peek() -> UInt8? {
        let bytes = file.bytes
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            case let byte: return byte
            }
        }
        return nil
    }

    /// Consumes `character` if it is next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    /// Reads an object, calling `body` at each value with the key in `text`; `body` reads the
    /// value.
    mutating func members(_ body: (inout JSONScanner) throws -> Void) throws {
        try list("{", "}", of: "an object") { scanner in
            try scanner.string()
            guard scanner.skip(":") else { throw scanner.expected("`:`") }
            try body(&scanner)
        }
    }

    /// Reads an array, calling `body` at each element; `body` reads it.
    mutating func elements(_ body: (inout JSONScanner) throws -> Void) throws {
        try list("[", "]", of: "an array", body)
    }

    private mutating func list(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, of kind: String,
        _ body: (inout JSONScanner) throws -> Void
    ) throws {
        guard skip(open) else { throw expected(kind) }
        depth += 1
        defer { depth -= 1 }
        guard depth <= 200 else { throw expected("no deeper nesting") }
        if skip(close) { return }
        repeat { try body(&self) } while skip(",")
        guard skip(close) else { throw expected("`,` or `\(close)`") }
    }

    /// Checks that nothing but white space is left.
    mutating func end() throws {
        guard peek() == nil else { throw expected("the end") }
    }

    /// Consumes a value of any kind.
    mutating func skipValue() throws {
        switch peek() {
        case UInt8(ascii: "{"): try members { try $0.skipValue() }
        case UInt8(ascii: "["): try elements { try $0.skipValue() }
        case UInt8(ascii: "\""): try string()
        default: _ = try scalar()
        }
    }

    /// Reads a number or a name such as `true`, unchecked.
    mutating func word() throws -> String {
        guard peek() != nil else { throw expected("a value") }
        let start = offset
        while offset < file.bytes.count, Self.isWord(file.bytes[offset]) { offset += 1 }
        guard offset > start else { throw expected("a value") }
        return String(decoding: file.bytes[start..<offset], as: UTF8.self)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// Reads a whole number that fits 32 bits, as the ids of tokens are.
    mutating func id() throws -> UInt32 {
        guard peek() != nil else { throw expected("a token's number") }
        let start = offset
        var value: UInt64 = 0
        while offset < file.bytes.count, case let digit = file.bytes[offset] &- 0x30, digit < 10 {
            value = value * 10 + UInt64(digit)
            guard value <= UInt64(Int32.max) else { break }
            offset += 1
        }
        let next = offset < file.bytes.count ? file.bytes[offset] : 0
        guard offset > start, !Self.isWord(next) else {
            offset = start
            throw expected("a token's number")
        }
        return UInt32(value)
    }

    /// Reads a string into `text`.
    mutating func string() throws {
        guard skip("\"") else { throw expected("a string") }
        text.removeAll(keepingCapacity: true)
        while true {
            let start = offset
            while offset < file.bytes.count, Self.isPlain(file.bytes[offset]) { offset += 1 }
            text += file.bytes[start..<offset]
            guard offset < file.bytes.count else { throw expected("`\"`") }
            switch file.bytes[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                return
            case UInt8(ascii: "\\"):
                offset += 1
                try escape()
            default:
                throw expected("an escaped control character")
            }
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func escape() throws {
        guard offset < file.bytes.count else { throw expected("an escape") }
        let byte = file.bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): try append(escapedScalar())
        default:
            offset -= 1
            throw expected("an escape")
        }
    }

    /// Reads the digits after `\u`, and the second half of a pair of surrogates.
    private mutating func escapedScalar() throws -> Unicode.Scalar {
        var value = try fourDigits()
        if (0xD800..<0xDC00).contains(value) {
            guard file.bytes[offset...].starts(with: "\\u".utf8) else {
                throw expected("the second half of a surrogate pair")
            }
            offset += 2
            let low = try fourDigits()
            guard (0xDC00..<0xE000).contains(low) else {
                throw expected("the second half of a surrogate pair")
            }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw expected("no lone surrogate") }
        return scalar
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { text.append(byte) }
    }

    private mutating func fourDigits() throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard offset < file.bytes.count, let digit = hexDigit(file.bytes[offset]) else {
                throw expected("four hexadecimal digits")
            }
            value = value << 4 + digit
            offset += 1
        }
        return value
    }
}

private func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46, 0x61...0x66: UInt32(byte & 0x0F) + 9
    default: nil
    }
}
