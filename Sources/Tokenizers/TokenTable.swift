/// Tokens and their numbers, found by the tokens' exact bytes.
///
/// A hash table with open addressing over one run of bytes. Strings as keys would be normalised for
/// each comparison, and tokens that are canonically equivalent would count as one.
struct TokenTable: Sendable {
    /// A token, or none; all in one place, since it is waiting for memory that takes the time.
    private struct Slot {
        static let empty = Slot(id: .max, tag: 0, start: 0, end: 0)

        var id: UInt32
        /// Half of the hash, which tells most other tokens apart without a look at their bytes.
        let tag: UInt32
        /// The token's place in `bytes`.
        let start, end: UInt32

        /// Whether there is no token here: numbers fit 31 bits.
        var isEmpty: Bool { id == .max }

        var range: Range<Int> { Int(start)..<Int(end) }
    }

    private var bytes: [UInt8] = []
    /// As many as a power of two, at most half of them taken.
    private var slots = [Slot](repeating: .empty, count: 1 << 12)
    /// How many tokens there are.
    private(set) var count = 0

    /// The number above those of all tokens.
    var limit: Int {
        (slots.lazy.filter { !$0.isEmpty }.map(\.id).max().map(Int.init) ?? -1) + 1
    }

    /// The number of a token.
    subscript(token: some Collection<UInt8>) -> UInt32? {
        let slot = slots[place(of: token, hash: Self.hash(token))]
        return slot.isEmpty ? nil : slot.id
    }

    /// Adds a token, or gives it another number, which fits 31 bits.
    mutating func set(_ token: [UInt8], _ id: UInt32) {
        let hash = Self.hash(token)
        let place = place(of: token, hash: hash)
        guard slots[place].isEmpty else {
            slots[place].id = id
            return
        }
        let start = UInt32(bytes.count)
        bytes += token
        slots[place] = Slot(id: id, tag: Self.tag(hash), start: start, end: UInt32(bytes.count))
        count += 1
        if count * 2 > slots.count { grow() }
    }

    /// The tokens that have the numbers asked for.
    func tokens(_ wanted: Set<UInt32>) -> [UInt32: [UInt8]] {
        var found: [UInt32: [UInt8]] = [:]
        guard !wanted.isEmpty else { return found }
        for slot in slots where !slot.isEmpty && wanted.contains(slot.id) {
            found[slot.id] = Array(bytes[slot.range])
        }
        return found
    }

    /// The slot that `token` is in, or that it would go to.
    private func place(of token: some Collection<UInt8>, hash: UInt64) -> Int {
        let tag = Self.tag(hash)
        var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while case let slot = slots[place], !slot.isEmpty {
            if slot.tag == tag, holds(slot, token) { break }
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }

    /// Whether the slot is that of `token`; a loop, since slices would be retained for each
    /// comparison.
    private func holds(_ slot: Slot, _ token: some Collection<UInt8>) -> Bool {
        guard slot.range.count == token.count else { return false }
        var index = slot.range.lowerBound
        for byte in token {
            guard bytes[index] == byte else { return false }
            index += 1
        }
        return true
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: .empty, count: old.count * 2)
        for slot in old where !slot.isEmpty {
            let token = bytes[slot.range]
            slots[place(of: token, hash: Self.hash(token))] = slot
        }
    }

    private static func tag(_ hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: hash >> 32)
    }

    /// FNV-1a, its high bits mixed into the low ones.
    private static func hash(_ token: some Collection<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in token { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash ^ (hash >> 29)
    }
}
