/// Reads JSON as it comes, and puts the pictures in it, the strings by the name of `b64_json`, straight into files.
///
/// What is left is `remainder`: the same JSON, in which each of these strings is the number of its file.
struct PictureExtractor {
    private enum Place {
        case between
        case string(isEscaped: Bool)
        case picture(isEscaped: Bool)
    }

    private static let key = Array("b64_json".utf8)
    private static let longestRemainder = 1 << 20

    /// The most bytes of a picture.
    let pictureLimit: Int
    /// The files of the pictures, in their order.
    private(set) var files: [TemporaryFile] = []
    /// The JSON without its pictures.
    private(set) var remainder: [UInt8] = []
    private var place = Place.between
    /// The string that was read last, as far as it may be the key.
    private var string: [UInt8] = []
    /// Whether the next string is a picture.
    private var isDue = false
    private var decoder = Base64Decoder()
    private var decoded: [UInt8] = []
    private var size = 0

    /// An extractor of pictures up to this size.
    init(pictureLimit: Int) {
        self.pictureLimit = pictureLimit
    }

    /// The file of the given number; nil where there is none.
    func file(_ number: Int) -> TemporaryFile? {
        files.indices.contains(number) ? files[number] : nil
    }

    /// Takes the next bytes.
    mutating func take(_ bytes: UnsafeRawBufferPointer) throws(RemoteError) {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if case .picture(false) = place {
                // Nearly all of an answer is this, so it goes through in one piece.
                let end = bytes[index...].firstIndex { $0 == 0x22 || $0 == 0x5C } ?? bytes.endIndex
                try decode(bytes[index..<end])
                index = end
                guard index < bytes.endIndex else { break }
            }
            try take(bytes[index])
            index += 1
        }
    }

    private mutating func take(_ byte: UInt8) throws(RemoteError) {
        switch place {
        case .between:
            switch byte {
            case UInt8(ascii: "\""):
                if isDue { return try beginPicture() }
                string = []
                place = .string(isEscaped: false)
            case UInt8(ascii: ":"): isDue = string == Self.key
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                break
            default: isDue = false
            }
            try keep(byte)
        case .string(let isEscaped):
            try keep(byte)
            if !isEscaped, byte == UInt8(ascii: "\"") {
                place = .between
            } else {
                place = .string(isEscaped: !isEscaped && byte == UInt8(ascii: "\\"))
                if string.count <= Self.key.count { string.append(byte) }
            }
        case .picture(let isEscaped):
            if isEscaped {
                // The one character of Base64 that JSON may escape.
                guard byte == UInt8(ascii: "/") else { throw .badBase64(picture: files.count) }
                place = .picture(isEscaped: false)
                try decode(CollectionOfOne(byte))
            } else if byte == UInt8(ascii: "\"") {
                try endPicture()
            } else {
                place = .picture(isEscaped: true)
            }
        }
    }

    private mutating func keep(_ byte: UInt8) throws(RemoteError) {
        guard remainder.count < Self.longestRemainder else {
            throw .tooLong(limit: Self.longestRemainder)
        }
        remainder.append(byte)
    }

    private mutating func beginPicture() throws(RemoteError) {
        isDue = false
        place = .picture(isEscaped: false)
        decoder = Base64Decoder()
        size = 0
        files.append(try TemporaryFile())
    }

    private mutating func decode(_ characters: some Sequence<UInt8>) throws(RemoteError) {
        decoded.removeAll(keepingCapacity: true)
        do {
            try decoder.decode(characters, into: &decoded)
        } catch {
            throw .badBase64(picture: files.count)
        }
        size += decoded.count
        guard size <= pictureLimit else { throw .tooLong(limit: pictureLimit) }
        try files.last?.append(decoded)
    }

    private mutating func endPicture() throws(RemoteError) {
        guard decoder.isComplete else { throw .badBase64(picture: files.count) }
        place = .between
        string = []
        for byte in "\"\(files.count - 1)\"".utf8 { try keep(byte) }
    }
}
