/// `text` with signs in place of what cannot be seen or would turn a line around, so that it reads as what it is.
///
/// Line ends and tabs stay, and so do the marks that right-to-left scripts and emoji need.
func visible(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x09, 0x0A: result.append(scalar)
        case 0x00...0x1F: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? scalar)
        case 0x7F: result.append("\u{2421}")
        // C1 controls, separators of lines, and whatever embeds, overrides or isolates a direction.
        case 0x80...0x9F, 0x2028...0x202E, 0x2066...0x2069:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let padding = String(repeating: "0", count: max(0, 4 - digits.count))
            result.append(contentsOf: "[U+\(padding)\(digits)]".unicodeScalars)
        default: result.append(scalar)
        }
    }
    return String(result)
}
