/// A named text in a PNG file.
package struct PNGText: Hashable, Sendable {
    /// Its name: 1 to 79 printable Latin-1 characters, without spaces at its ends or two in a row.
    package var keyword: String
    /// Anything but U+0000.
    package var text: String

    /// A text of the given name.
    package init(keyword: String, text: String) {
        self.keyword = keyword
        self.text = text
    }
}

extension PNGText {
    /// The content of the chunk that holds this text: `tEXt` where Latin-1 suffices, else `iTXt`, as Pillow chooses.
    func chunk() throws(ImageError) -> (isInternational: Bool, bytes: [UInt8]) {
        guard let name = Self.latin1(keyword), Self.isKeyword(name) else {
            throw .unwritableKeyword(keyword)
        }
        guard !text.unicodeScalars.contains("\0") else { throw .zeroInText(keyword: keyword) }
        if let latin1 = Self.latin1(text) {
            return (false, name + [0] + latin1)
        }
        // Not compressed, no method, no language, no translated keyword.
        return (true, name + [0, 0, 0, 0, 0] + Array(text.utf8))
    }

    private static func isKeyword(_ name: [UInt8]) -> Bool {
        let space = UInt8(ascii: " ")
        guard (1...79).contains(name.count), name.first != space, name.last != space else {
            return false
        }
        return name.allSatisfy { (32...126).contains($0) || $0 >= 161 }
            && !zip(name, name.dropFirst()).contains { $0 == space && $1 == space }
    }

    private static func latin1(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
