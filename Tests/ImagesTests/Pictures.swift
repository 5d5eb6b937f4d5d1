import Images

/// A picture of numbers that look random and are the same on every run.
func picture(width: Int, height: Int, seed: UInt64 = 1) -> RGBImage {
    var random = SmallRandom(seed: seed)
    let bytes = (0..<width * height * 3).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    return RGBImage(width: width, height: height, bytes: bytes)
}

/// The SplitMix64 generator, so that a failing case can be made again.
struct SmallRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// The chunks of a PNG file, walked without libpng.
struct PNGChunk: Hashable {
    let type: String
    let content: [UInt8]
    let hasRightChecksum: Bool

    /// Every chunk after the signature; nil where lengths do not add up.
    static func all(in file: [UInt8]) -> [PNGChunk]? {
        var rest = file.dropFirst(8)
        var chunks: [PNGChunk] = []
        while !rest.isEmpty {
            guard rest.count >= 12 else { return nil }
            let length = Int(bigEndian(rest.prefix(4)))
            guard rest.count >= 12 + length else { return nil }
            let body = rest.dropFirst(4).prefix(4 + length)
            let sum = bigEndian(rest.dropFirst(8 + length).prefix(4))
            chunks.append(
                PNGChunk(
                    type: String(decoding: body.prefix(4), as: UTF8.self),
                    content: Array(body.dropFirst(4)), hasRightChecksum: crc32(body) == sum))
            rest = rest.dropFirst(12 + length)
        }
        return chunks
    }

    /// A chunk as it stands in a file.
    static func bytes(_ type: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + content
        return fourBytes(UInt32(content.count)) + body + fourBytes(crc32(body[...]))
    }

    /// A number as PNG writes it.
    static func fourBytes(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(~0) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
                sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0)
            }
        }
    }
}
