import Digests

extension RGBImage {
    /// What names these pixels: `sha256:` and 64 hexadecimal digits.
    ///
    /// Hashed are the width and the height, each as a 32-bit little-endian number, then `bytes`:
    /// the values of red, green and blue, pixel by pixel and row by row from the top.
    package var pixelHash: String {
        var hash = SHA256()
        for side in [width, height] {
            withUnsafeBytes(of: UInt32(clamping: side).littleEndian) { hash.update($0) }
        }
        hash.update(bytes)
        return "sha256:" + hash.finish().hex
    }
}
