import CPNG
import Glibc

/// What a PNG file holds: a picture and its texts.
package struct PNGFile: Hashable, Sendable {
    /// The picture.
    package var image: RGBImage
    /// The texts in the file's order.
    package var texts: [PNGText]

    /// The most pixels that a file may have to be read: 8192x8192, 192 MiB once decoded.
    package static let mostPixels = 1 << 26

    /// The bytes of a PNG file that holds `image` and `text`.
    package static func encode(
        _ image: RGBImage, text: [PNGText] = []
    ) throws(ImageError) -> [UInt8] {
        var contents: [UInt8] = []
        var chunks: [cpng_chunk] = []
        for item in text {
            let chunk = try item.chunk()
            chunks.append(
                cpng_chunk(
                    offset: contents.count, count: chunk.bytes.count,
                    is_international: chunk.isInternational ? 1 : 0))
            contents += chunk.bytes
        }
        var message = Message()
        var file = cpng_file()
        let done = cpng_encode(
            image.bytes, UInt32(clamping: image.width), UInt32(clamping: image.height),
            contents, chunks, chunks.count, &file, &message.bytes)
        guard done == 1 else { throw .unwritable(reason: message.text) }
        defer { free(file.bytes) }
        return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }

    /// Reads a PNG file of any kind as 8-bit RGB: alpha is dropped, of 16 bits the upper 8 are kept.
    package static func decode(_ bytes: [UInt8]) throws(ImageError) -> PNGFile {
        guard bytes.starts(with: signature) else { throw .notPNG(bytes: bytes.count) }
        return try bytes.withUnsafeBufferPointer { bytes throws(ImageError) in
            try decode(bytes)
        }
    }

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
}

extension PNGFile {
    private static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(ImageError) -> PNGFile {
        var message = Message()
        guard let reader = cpng_open(bytes.baseAddress, bytes.count, &message.bytes) else {
            throw .damaged(reason: message.text, bytes: bytes.count)
        }
        defer { cpng_close(reader) }
        let width = Int(cpng_width(reader))
        let height = Int(cpng_height(reader))
        guard width * height <= mostPixels else { throw .tooLarge(width: width, height: height) }
        let count = width * height * 3
        var done: CInt = 0
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            done = cpng_read(reader, buffer.baseAddress, &message.bytes)
            written = done == 1 ? count : 0
        }
        guard done == 1 else { throw .damaged(reason: message.text, bytes: bytes.count) }
        return PNGFile(
            image: RGBImage(width: width, height: height, bytes: pixels),
            texts: (0..<cpng_text_count(reader)).map { text(cpng_text_at(reader, $0)) })
    }

    private static func text(_ item: cpng_text) -> PNGText {
        let keyword = UnsafeBufferPointer(
            start: UnsafeRawPointer(item.keyword).assumingMemoryBound(to: UInt8.self),
            count: strlen(item.keyword))
        let text = UnsafeRawBufferPointer(start: item.text, count: item.count)
        return PNGText(
            keyword: latin1(keyword),
            text: item.is_utf8 == 1 ? String(decoding: text, as: UTF8.self) : latin1(text))
    }

    private static func latin1(_ bytes: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(Unicode.Scalar(byte)) }
        return String(text)
    }
}

/// The room for an error message from C.
private struct Message {
    var bytes = [CChar](repeating: 0, count: cpng_message_size)

    var text: String {
        String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
