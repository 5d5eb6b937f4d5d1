import Terminal
import Testing

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("lion", 4), ("é", 1), ("e\u{301}", 1), ("½", 1), ("…", 1), ("█", 1), ("›", 1),
        ("中", 2), ("珈琲", 4), ("ｱ", 1), ("Ａ", 2), ("한", 2),
        ("\u{1112}\u{1161}\u{11AB}", 2),  // The same syllable in three parts.
        ("🦁", 2), ("👍🏽", 2), ("🇩🇪", 2), ("🇩🇪🇫🇷", 4),
        ("\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}", 2),  // A family, joined.
        ("❤", 1), ("❤\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2),
        ("क्ष", 2), ("ไทย", 3), ("נִ", 1),
        ("\u{200B}", 0), ("\t", 0), ("\u{1B}", 0), ("a\nb", 2), ("\r\n", 0),
        ("a 🦁 with ☕", 12),
        ("\u{1B}[1;31mred\u{1B}[39m", 3), ("\u{1B}[", 0), ("\u{1B}]8;;x", 0), ("\u{1B}a", 1),
        ("\u{1B}]8;;file://host/lion\u{1B}\\🦁.png\u{1B}]8;;\u{1B}\\", 6),
        ("\u{1B}]0;title\u{7}ab", 2),
    ])
    func columns(text: String, columns: Int) {
        #expect(displayWidth(of: text) == columns, "\(text.debugDescription)")
    }

    @Test(arguments: [
        ("lion", 4, "lion"), ("lions", 4, "lio…"), ("珈琲豆", 6, "珈琲豆"), ("珈琲豆", 5, "珈琲…"),
        ("珈琲豆", 4, "珈…"), ("lion", 1, "…"), ("lion", 0, ""), ("lion", -3, ""),
        ("a👩\u{200D}🔬b", 3, "a…"),
    ])
    func cutting(text: String, columns: Int, result: String) {
        #expect(fitted(text, columns: columns) == result)
        #expect(displayWidth(of: result) <= max(0, columns))
    }
}
