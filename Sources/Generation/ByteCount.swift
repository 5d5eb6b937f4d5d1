/// A number of bytes as people say it: `980 bytes`, `4.3 GB`.
package struct ByteCount: CustomStringConvertible, Sendable {
    private let bytes: Int

    /// So many bytes.
    package init(_ bytes: Int) { self.bytes = bytes }

    package var description: String {
        if abs(bytes) < 1000 { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        var value = Double(bytes)
        var unit = ""
        for next in ["kB", "MB", "GB", "TB", "PB", "EB"] where unit.isEmpty || abs(value) >= 999.5 {
            value /= 1000
            unit = next
        }
        let tenths = Int((value * 10).rounded())
        return abs(tenths) < 100 && tenths % 10 != 0
            ? "\(tenths / 10).\(abs(tenths % 10)) \(unit)" : "\(Int(value.rounded())) \(unit)"
    }
}
