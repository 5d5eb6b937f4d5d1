/// Tokens and their numbers, found by the tokens' exact bytes.
///
/// A hash table with open addressing over one run of bytes: no allocation and no normalisation per token, as a
/// dictionary of strings would have.
struct TokenTable: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var ids: [UInt32] = []
    /// Indices into `ids`, or -1; the length is a power of two.
    private var slots = [Int](repeating: -1, count: 1 << 12)

    /// How many tokens there are.
    var count: Int { ids.count }

    /// The number above those of all tokens.
    var limit: Int { (ids.max().map(Int.init) ?? -1) + 1 }

    /// The number of a token.
    subscript(token: some Collection<UInt8>) -> UInt32? {
        let index = slots[slot(of: token)]
        return index < 0 ? nil : ids[index]
    }

    /// Adds a token, or gives it another number.
    mutating func set(_ token: [UInt8], _ id: UInt32) {
        let slot = slot(of: token)
        guard slots[slot] < 0 else {
            ids[slots[slot]] = id
            return
        }
        slots[slot] = ids.count
        bytes += token
        ends.append(bytes.count)
        ids.append(id)
        if ids.count * 2 > slots.count { grow() }
    }

    /// The tokens that have the numbers asked for.
    func tokens(_ wanted: Set<UInt32>) -> [UInt32: [UInt8]] {
        var found: [UInt32: [UInt8]] = [:]
        for index in ids.indices where wanted.contains(ids[index]) {
            found[ids[index]] = Array(bytes[range(index)])
        }
        return found
    }

    private func range(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    /// Where `token` is, or where it would go.
    private func slot(of token: some Collection<UInt8>) -> Int {
        var slot = Self.hash(token) & (slots.count - 1)
        while slots[slot] >= 0, !bytes[range(slots[slot])].elementsEqual(token) {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private mutating func grow() {
        slots = [Int](repeating: -1, count: slots.count * 2)
        for index in ids.indices {
            slots[slot(of: bytes[range(index)])] = index
        }
    }

    /// FNV-1a, its high bits mixed into the low ones.
    private static func hash(_ token: some Collection<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in token { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return Int(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}
