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

    /// The pixels of a PNG, WebP or JPEG file; alpha is dropped.
    package static func decode(_ bytes: [UInt8]) throws(ImageError) -> RGBImage {
        switch Kind(bytes) {
        case .webp: try Codec.webp.get().decode(bytes)
        case .jpeg: try Codec.jpeg.get().decode(bytes)
        case .png, nil: try PNGFile.decode(bytes).image
        }
    }
}
