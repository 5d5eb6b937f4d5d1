import CWebP

/// A picture as a file's bytes, of one of the kinds that services send.
package enum PictureFile {
    /// What kind of file it is.
    package enum Kind: String, Sendable {
        case png, webp, jpeg

        /// The kind that the first bytes tell of; nil where it is none of these.
        package init?(_ bytes: some Collection<UInt8>) {
            let start = Array(bytes.prefix(12))
            if start.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
                self = .png
            } else if start.starts(with: "RIFF".utf8), start.dropFirst(8).elementsEqual("WEBP".utf8)
            {
                self = .webp
            } else if start.starts(with: [0xFF, 0xD8, 0xFF]) {
                self = .jpeg
            } else {
                return nil
            }
        }

        /// The name that people know.
        package var name: String {
            switch self {
            case .png: "PNG"
            case .webp: "WebP"
            case .jpeg: "JPEG"
            }
        }
    }

    /// The pixels of a PNG or WebP file; alpha is dropped.
    package static func decode(_ bytes: [UInt8]) throws(ImageError) -> RGBImage {
        guard Kind(bytes) == .webp else { return try PNGFile.decode(bytes).image }
        return try WebPLibrary.shared.get().decode(bytes)
    }
}

/// libwebp, opened when the first picture comes.
private struct WebPLibrary: @unchecked Sendable {
    // Immutable once it is opened; its functions have no state.
    let functions: OpaquePointer

    private static let name = "libwebp.so.7"

    static let shared: Result<WebPLibrary, ImageError> = {
        var message = [CChar](repeating: 0, count: Int(cwebp_message_size))
        guard let functions = cwebp_open(name, &message) else {
            let text = message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
            return .failure(
                .noLibrary(name: name, reason: String(decoding: text, as: UTF8.self)))
        }
        return .success(WebPLibrary(functions: functions))
    }()

    func decode(_ bytes: [UInt8]) throws(ImageError) -> RGBImage {
        var (width, height): (CInt, CInt) = (0, 0)
        guard cwebp_size(functions, bytes, bytes.count, &width, &height) == 1 else {
            throw .damagedWebP(bytes: bytes.count)
        }
        // A side has 14 bits, so that the product is far from overflowing.
        let count = Int(width) * Int(height) * 3
        guard count / 3 <= PNGFile.mostPixels else {
            throw .tooLarge(width: Int(width), height: Int(height))
        }
        var isRead: CInt = 0
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            isRead = cwebp_read(
                functions, bytes, bytes.count, width, height, buffer.baseAddress)
            written = isRead == 1 ? count : 0
        }
        guard isRead == 1 else { throw .damagedWebP(bytes: bytes.count) }
        return RGBImage(width: Int(width), height: Int(height), bytes: pixels)
    }
}
