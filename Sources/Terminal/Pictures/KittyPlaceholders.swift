/// Characters in whose place kitty shows the parts of a picture.
///
/// Each is U+10EEEE with three combining marks, for its row, its column and the picture's number, of which
/// the color is the other part. To tmux they are text.
struct KittyPlaceholders {
    /// The picture's number.
    let id: KittyID

    /// The lines of placeholders for `area`, without an end after the last.
    func text(in area: PictureArea) -> [UInt8] {
        let columns = Self.marks.prefix(area.columns)
        let lines = Self.marks.prefix(area.rows).map { row in
            let cells = columns.map { cell(row, $0) }.joined()
            return "\u{1B}[38;5;\(id.color)m\(cells)\u{1B}[39m"
        }
        return Array(lines.joined(separator: "\n").utf8)
    }

    private func cell(_ row: Unicode.Scalar, _ column: Unicode.Scalar) -> String {
        var scalars = "\u{10EEEE}".unicodeScalars
        scalars.append(contentsOf: [row, column, Self.marks[id.mark]])
        return String(scalars)
    }

    /// The combining marks that stand for 0, 1, 2, …: by kitty's rule, all of Unicode 6.0 that go above
    /// a letter, are not made of others and never melt with a letter into another one.
    static let marks: [Unicode.Scalar] = {
        let all = (0x300...0x1D244).lazy.compactMap(Unicode.Scalar.init)
        return all.filter { mark in
            let facts = mark.properties
            return facts.canonicalCombiningClass == .above
                && facts.generalCategory == .nonspacingMark && !melting.contains(mark.value)
                && facts.age.map { ($0.major, $0.minor) <= (6, 0) } ?? false
        }
    }()

    private static let melting: Set<UInt32> = [
        0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x309, 0x30A, 0x30B, 0x30C, 0x30F,
        0x311, 0x313, 0x314, 0x340, 0x341, 0x342, 0x343, 0x344, 0x653, 0x654,
    ]
}
