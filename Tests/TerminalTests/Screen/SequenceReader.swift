import Testing

/// Takes what is written to a terminal to pieces: text and sequences.
struct SequenceReader {
    /// A piece.
    enum Piece: Equatable {
        case text(Character)
        case control(UInt8)
        case csi(parameters: String, end: Character)
        case escape(Character)
        case apc([UInt8])
        case osc([UInt8])
        case dcs([UInt8])
    }

    private var rest: ArraySlice<UInt8>
    private let escape: UInt8 = 0x1B

    init(_ bytes: some Sequence<UInt8>) { rest = Array(bytes)[...] }

    /// The next piece; nil at the end.
    mutating func next() throws -> Piece? {
        guard let byte = rest.first else { return nil }
        if byte == escape { return try sequence() }
        if byte < 0x20 {
            rest.removeFirst()
            return .control(byte)
        }
        // A character: all up to the beginning of the next one, so that marks stay with it.
        let text = String(decoding: rest.prefix { $0 >= 0x20 }, as: UTF8.self)
        let character = try #require(text.first)
        rest = rest.dropFirst(String(character).utf8.count)
        return .text(character)
    }

    private mutating func sequence() throws -> Piece {
        rest.removeFirst()
        let first = rest.popFirst()
        let kind = try #require(first)
        switch kind {
        case UInt8(ascii: "["):
            let end = try #require(rest.firstIndex { (0x40...0x7E).contains($0) })
            let parameters = String(decoding: rest[..<end], as: UTF8.self)
            defer { rest = rest[(end + 1)...] }
            return .csi(parameters: parameters, end: Character(Unicode.Scalar(rest[end])))
        case UInt8(ascii: "_"): return .apc(try string())
        case UInt8(ascii: "]"): return .osc(try string())
        case UInt8(ascii: "P"): return .dcs(try string())
        default: return .escape(Character(Unicode.Scalar(kind)))
        }
    }

    /// Everything up to a terminator; within tmux's sequence, a doubled Escape is none.
    private mutating func string() throws -> [UInt8] {
        let isDoubled = rest.starts(with: "tmux;".utf8)
        var body: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == 7, !isDoubled { return body }
            guard byte == escape else {
                body.append(byte)
                continue
            }
            let second = rest.popFirst()
            let next = try #require(second)
            if next == UInt8(ascii: "\\") { return body }
            try #require(isDoubled && next == escape)
            body += [escape, escape]
        }
        Issue.record("a sequence without an end")
        return body
    }

    /// What tmux hands on: each doubled Escape as one.
    static func undoubled(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var isSecond = false
        for byte in bytes {
            if byte == 0x1B, !isSecond {
                isSecond = true
                continue
            }
            isSecond = false
            result.append(byte)
        }
        return result
    }
}
