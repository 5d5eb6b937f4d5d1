import CCodecs

/// A library that reads one kind of picture, opened when the first one comes.
struct Codec: @unchecked Sendable {
    // Immutable once it is opened; its functions keep nothing from call to call.
    private let functions: OpaquePointer
    private let kind: PictureFile.Kind

    /// libwebp, or why it could not be opened.
    static let webp = open(.webp, "libwebp.so.7", package: "libwebp7", ccodec_open_webp)
    /// TurboJPEG, or why it could not be opened.
    static let jpeg = open(
        .jpeg, "libturbojpeg.so.0", package: "libturbojpeg0-dev", ccodec_open_jpeg)

    private static func open(
        _ kind: PictureFile.Kind, _ name: String, package: String,
        _ open: (UnsafePointer<CChar>?, UnsafeMutablePointer<CChar>?) -> OpaquePointer?
    ) -> Result<Codec, ImageError> {
        var message = [CChar](repeating: 0, count: Int(ccodec_message_size))
        if let functions = open(name, &message) {
            return .success(Codec(functions: functions, kind: kind))
        }
        let text = message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        return .failure(
            .noLibrary(
                name: name, kind: kind.name, package: package,
                reason: String(decoding: text, as: UTF8.self)))
    }

    /// The pixels of a file.
    func decode(_ bytes: [UInt8]) throws(ImageError) -> RGBImage {
        let damaged = ImageError.damagedFile(kind: kind.name, bytes: bytes.count)
        var (width, height): (CInt, CInt) = (0, 0)
        guard ccodec_size(functions, bytes, bytes.count, &width, &height) == 1 else {
            throw damaged
        }
        // A side has 16 bits at most, so that the product is far from overflowing.
        let count = Int(width) * Int(height) * 3
        guard count / 3 <= PNGFile.mostPixels else {
            throw .tooLarge(width: Int(width), height: Int(height))
        }
        var isRead: CInt = 0
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            isRead = ccodec_read(
                functions, bytes, bytes.count, width, height, buffer.baseAddress)
            written = isRead == 1 ? count : 0
        }
        guard isRead == 1 else { throw damaged }
        return RGBImage(width: Int(width), height: Int(height), bytes: pixels)
    }
}
