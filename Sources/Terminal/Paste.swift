/// The lines that a text pasted into a terminal stands for, separated by `\n`.
///
/// Terminals send Return for a line end. Control characters, which would be commands if they were typed, are left out, except
/// for tabs.
package func pastedLines(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\r": scalars.append("\n")
        case "\n" where previous == "\r": break
        case "\n", "\t": scalars.append(scalar)
        default:
            if scalar.properties.generalCategory != .control { scalars.append(scalar) }
        }
        previous = scalar
    }
    return String(scalars)
}
