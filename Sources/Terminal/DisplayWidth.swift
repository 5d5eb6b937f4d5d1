import CTerminal

/// The columns that a text takes in a terminal.
///
/// The C library's table counts each scalar; a sequence that is shown as one emoji counts two columns.
/// Control characters count nothing, and neither do sequences that make text colored or a link.
package func displayWidth(of text: String) -> Int {
    if text.utf8.allSatisfy({ (32...126).contains($0) }) { return text.utf8.count }
    return withoutSequences(text).reduce(0) { $0 + columns(of: $1) }
}

/// A text cut to what fits into `columns`, with an ellipsis at its end where something was cut.
package func fitted(_ text: String, columns limit: Int) -> String {
    guard displayWidth(of: text) > limit else { return text }
    guard limit > 0 else { return "" }
    var kept = ""
    var room = limit - 1
    for character in text {
        room -= columns(of: character)
        if room < 0 { break }
        kept.append(character)
    }
    return kept + "…"
}

/// A text without escape sequences.
private func withoutSequences(_ text: String) -> String {
    let escape: Unicode.Scalar = "\u{1B}"
    var rest = text.unicodeScalars[...]
    var kept = String.UnicodeScalarView()
    while let start = rest.firstIndex(of: escape) {
        kept.append(contentsOf: rest[..<start])
        rest = rest[start...].dropFirst()
        switch rest.first {
        case "[":
            rest = rest.dropFirst().drop { !("@"..."~").contains($0) }.dropFirst()
        case "]":
            rest = rest.drop { $0 != "\u{7}" && $0 != escape }
            // The end is a bell, or an escape with a backslash.
            rest = rest.dropFirst(rest.first == escape ? 2 : 1)
        default: break
        }
    }
    kept.append(contentsOf: rest)
    return String(kept)
}

/// The columns of one grapheme cluster.
private func columns(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    if scalars.count > 1, isEmojiSequence(scalars) { return 2 }
    return scalars.reduce(0) { $0 + Int(cterminal_width($1.value)) }
}

/// Whether a cluster of several scalars is drawn as one emoji: a flag, a skin tone, emoji joined by
/// U+200D, or anything that U+FE0F asks to be an emoji.
private func isEmojiSequence(_ scalars: Character.UnicodeScalarView) -> Bool {
    guard let first = scalars.first?.properties, first.isEmoji else { return false }
    return scalars.dropFirst().contains {
        $0 == "\u{FE0F}" || $0 == "\u{200D}" || $0.properties.isEmojiModifier
            || ("\u{1F1E6}"..."\u{1F1FF}").contains($0)
    }
}
