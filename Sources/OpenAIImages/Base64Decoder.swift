/// Decodes Base64 piece by piece.
struct Base64Decoder {
    private var bits: UInt32 = 0
    private var count = 0
    private var padding = 0

    /// A byte that has no place in Base64, or one after the end.
    struct Malformed: Error {}

    /// The value of each character; 255 for those that are none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, character) in alphabet.utf8.enumerated() {
            values[Int(character)] = UInt8(value)
        }
        return values
    }()

    /// Takes characters, and adds the bytes that they give.
    mutating func decode(_ characters: some Sequence<UInt8>, into bytes: inout [UInt8])
        throws(Malformed)
    {
        for character in characters {
            if character == UInt8(ascii: "=") {
                padding += 1
                guard padding <= 2, count + padding <= 4, count >= 2 else { throw Malformed() }
                if count + padding == 4 { finishPadded(into: &bytes) }
                continue
            }
            let value = Self.values[Int(character)]
            guard value != 255, padding == 0 else { throw Malformed() }
            bits = bits << 6 | UInt32(value)
            count += 1
            if count == 4 {
                bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
                bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
                bytes.append(UInt8(truncatingIfNeeded: bits))
                (bits, count) = (0, 0)
            }
        }
    }

    private mutating func finishPadded(into bytes: inout [UInt8]) {
        bits <<= UInt32(6 * (4 - count))
        bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
        if count == 3 { bytes.append(UInt8(truncatingIfNeeded: bits >> 8)) }
        (bits, count) = (0, 0)
    }

    /// Whether the text may end here.
    var isComplete: Bool { count == 0 }
}
