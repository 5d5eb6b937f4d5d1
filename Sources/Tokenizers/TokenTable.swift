/// Tokens and their numbers, found by the tokens' exact bytes.
///
/// A hash table with open addressing over one run of bytes: no allocation and no normalisation per token, as a
/// dictionary of strings would have.
struct TokenTable: Sendable {
    private struct Entry {
        var id: UInt32
        /// The token's place in `bytes`.
        let start, end: UInt32

        var range: Range<Int> { Int(start)..<Int(end) }
    }

    /// Where a token's entry is, and half of its hash, which tells most other tokens apart without a look at them.
    private struct Slot {
        static let empty = Slot(index: -1, tag: 0)

        let index: Int32
        let tag: UInt32

        var isEmpty: Bool { index < 0 }
    }

    private var bytes: [UInt8] = []
    private var entries: [Entry] = []
    /// As many as a power of two.
    private var slots = [Slot](repeating: .empty, count: 1 << 12)

    /// How many tokens there are.
    var count: Int { entries.count }

    /// The number above those of all tokens.
    var limit: Int { (entries.map(\.id).max().map(Int.init) ?? -1) + 1 }

    /// The number of a token.
    subscript(token: some Collection<UInt8>) -> UInt32? {
        let slot = slots[place(of: token, hash: Self.hash(token))]
        return slot.isEmpty ? nil : entries[Int(slot.index)].id
    }

    /// Adds a token, or gives it another number.
    mutating func set(_ token: [UInt8], _ id: UInt32) {
        let hash = Self.hash(token)
        let place = place(of: token, hash: hash)
        guard slots[place].isEmpty else {
            entries[Int(slots[place].index)].id = id
            return
        }
        slots[place] = Slot(
            index: Int32(entries.count), tag: UInt32(truncatingIfNeeded: hash >> 32))
        entries.append(
            Entry(id: id, start: UInt32(bytes.count), end: UInt32(bytes.count + token.count)))
        bytes += token
        if entries.count * 2 > slots.count { grow() }
    }

    /// The tokens that have the numbers asked for.
    func tokens(_ wanted: Set<UInt32>) -> [UInt32: [UInt8]] {
        var found: [UInt32: [UInt8]] = [:]
        guard !wanted.isEmpty else { return found }
        for entry in entries where wanted.contains(entry.id) {
            found[entry.id] = Array(bytes[entry.range])
        }
        return found
    }

    /// The slot that `token` is in, or that it would go to.
    private func place(of token: some Collection<UInt8>, hash: UInt64) -> Int {
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while case let slot = slots[place], !slot.isEmpty {
            if slot.tag == tag, holds(entries[Int(slot.index)], token) { break }
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }

    /// Whether the entry is that of `token`; a loop, since slices would be retained for each comparison.
    private func holds(_ entry: Entry, _ token: some Collection<UInt8>) -> Bool {
        guard entry.range.count == token.count else { return false }
        var index = Int(entry.start)
        for byte in token {
            guard bytes[index] == byte else { return false }
            index += 1
        }
        return true
    }

    private mutating func grow() {
        slots = [Slot](repeating: .empty, count: slots.count * 2)
        for (index, entry) in entries.enumerated() {
            let token = bytes[entry.range]
            let hash = Self.hash(token)
            let tag = UInt32(truncatingIfNeeded: hash >> 32)
            slots[place(of: token, hash: hash)] = Slot(index: Int32(index), tag: tag)
        }
    }

    /// FNV-1a, its high bits mixed into the low ones.
    private static func hash(_ token: some Collection<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in token { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash ^ (hash >> 29)
    }
}
