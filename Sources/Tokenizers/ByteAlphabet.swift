/// The printable characters that stand for the 256 bytes in a byte-level vocabulary.
///
/// A byte that Latin-1 prints stands for itself; the other 68 are, in order, the characters from
/// U+0100 on.
enum ByteAlphabet {
    /// The character of each byte.
    static let scalars: [Unicode.Scalar] = {
        var next: UInt8 = 0
        return (UInt8.min...UInt8.max).map { byte in
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF:
                return Unicode.Scalar(byte)
            default:
                defer { next += 1 }
                return Unicode.Scalar(0x100 + UInt16(next)) ?? Unicode.Scalar(byte)
            }
        }
    }()

    /// The byte of each character.
    static let bytes: [Unicode.Scalar: UInt8] = {
        var bytes: [Unicode.Scalar: UInt8] = [:]
        for (byte, scalar) in zip(UInt8.min...UInt8.max, scalars) { bytes[scalar] = byte }
        return bytes
    }()
}
