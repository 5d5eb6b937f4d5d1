import TestSupport

/// Makes texts worse, at random but always in the same way.
struct Mutation {
    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    /// Pieces that mean something to the language or to those who read it.
    private static let pieces = [
        "\"", "'", "\\", ";", "#", "#=", "#-", "#!", "$", "$last", "$1.seed",
        "$99999999999999999999",
        "=", "\n", "\r\n", "\r", "\t", " ", "!", "[1]› ", "-1", "0", "9223372036854775807",
        "18446744073709551615", "1e999", "nan", "x", "\0", "\u{1B}[2J", "\u{202E}", "\u{301}",
        "\u{FEFF}", "\u{2028}", "\u{A0}", "🦁", "日本", "image", "request", "model", "gen", "set",
        "seed", "size", "steps=", "n=", "verify", "trust",
    ].map { Array($0.utf8) }

    /// Bytes of any kind, or pieces of the language.
    mutating func noise() -> String {
        let count = Int.random(in: 0...120, using: &random)
        if Bool.random(using: &random) {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            return String(decoding: bytes, as: UTF8.self)
        }
        let bytes = (0..<count / 4).flatMap { _ in
            Self.pieces.randomElement(using: &random) ?? []
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `text` with one to four changes of its bytes or lines.
    mutating func changed(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) { change(&bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// One of `items`, which are not empty.
    mutating func pick<Item>(_ items: [Item]) -> Item {
        items[Int.random(in: items.indices, using: &random)]
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let range = part(of: bytes)
        switch Int.random(in: 0..<7, using: &random) {
        case 0:
            if let place = range.first {
                bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        case 1: bytes.removeSubrange(range)
        case 2: bytes.insert(contentsOf: bytes[range], at: range.lowerBound)
        case 3: bytes.removeSubrange(range.lowerBound...)
        case 4: bytes.insert(contentsOf: pick(Self.pieces), at: range.lowerBound)
        case 5: bytes.replaceSubrange(range, with: pick(Self.pieces))
        default: swapLines(&bytes)
        }
    }

    /// A part that is mostly short.
    private mutating func part(of bytes: [UInt8]) -> Range<Int> {
        let start = Int.random(in: 0...bytes.count, using: &random)
        let length = Bool.random(using: &random) ? 12 : 80
        return start..<min(bytes.count, start + Int.random(in: 0...length, using: &random))
    }

    private mutating func swapLines(_ bytes: inout [UInt8]) {
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        let (a, b) = (
            Int.random(in: lines.indices, using: &random),
            Int.random(in: lines.indices, using: &random)
        )
        lines.swapAt(a, b)
        bytes = Array(lines.joined(separator: [10]))
    }
}
