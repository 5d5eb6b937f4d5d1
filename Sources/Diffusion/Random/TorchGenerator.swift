/// The random numbers of PyTorch's CPU generator, `torch.Generator("cpu").manual_seed(seed)`.
///
/// Matches `mt19937` and `CPUGeneratorImpl` in PyTorch 2.13: the 32-bit Mersenne Twister, seeded by the low 32 bits.
package struct TorchGenerator: Sendable {
    /// The second normal of the latest scalar pair, which the next scalar draw takes first.
    var pendingNormal: Double?

    private var state: [UInt32]
    private var position = length

    private static let length = 624
    private static let offset = 397

    /// A generator in the state that `manual_seed(seed)` leaves.
    package init(seed: UInt64) {
        state = [UInt32(truncatingIfNeeded: seed)]
        state.reserveCapacity(Self.length)
        var word = UInt32(truncatingIfNeeded: seed)
        for i in 1..<UInt32(Self.length) {
            word = 1_812_433_253 &* (word ^ (word >> 30)) &+ i
            state.append(word)
        }
    }

    /// The next 32-bit integer.
    package mutating func nextUInt32() -> UInt32 {
        if position == Self.length { refill() }
        defer { position += 1 }
        return Self.tempered(state[position])
    }

    /// The next 64-bit integer: two 32-bit ones, the high half first.
    package mutating func nextUInt64() -> UInt64 {
        let high = UInt64(nextUInt32())
        return high << 32 | UInt64(nextUInt32())
    }

    /// Fills `values` with what `torch.rand` draws in fp32: multiples of 2^-24 in 0..<1.
    mutating func fillUniform(_ values: UnsafeMutableBufferPointer<Float>) {
        var filled = 0
        while filled < values.count {
            if position == Self.length { refill() }
            let count = min(Self.length - position, values.count - filled)
            let start = position
            state.withUnsafeBufferPointer { words in
                for i in 0..<count {
                    let word = Self.tempered(words[start + i])
                    values[filled + i] = Float(word & 0xFF_FFFF) * 0x1p-24
                }
            }
            position += count
            filled += count
        }
    }

    /// The next 624 words of the state.
    private mutating func refill() {
        let (length, offset) = (Self.length, Self.offset)
        state.withUnsafeMutableBufferPointer { words in
            for i in 0..<(length - offset) {
                words[i] = words[i + offset] ^ Self.twist(words[i], words[i + 1])
            }
            for i in (length - offset)..<(length - 1) {
                words[i] = words[i + offset - length] ^ Self.twist(words[i], words[i + 1])
            }
            words[length - 1] = words[offset - 1] ^ Self.twist(words[length - 1], words[0])
        }
        position = 0
    }

    private static func twist(_ high: UInt32, _ low: UInt32) -> UInt32 {
        let mixed = (high & 0x8000_0000) | (low & 0x7FFF_FFFF)
        return (mixed >> 1) ^ ((low & 1) &* 0x9908_B0DF)
    }

    private static func tempered(_ word: UInt32) -> UInt32 {
        var y = word
        y ^= y >> 11
        y ^= (y << 7) & 0x9D2C_5680
        y ^= (y << 15) & 0xEFC6_0000
        return y ^ (y >> 18)
    }
}
