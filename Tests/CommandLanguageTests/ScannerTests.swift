import CommandLanguage
import Testing

@Suite struct ScannerTests {
    /// What is typed, and the words that are read, commands apart by `|`.
    static let lines: [(String, [[String]])] = [
        ("", []),
        ("   ", []),
        ("gen lion", [["gen", "lion"]]),
        ("  gen\tlion  ", [["gen", "lion"]]),
        ("gen \"a lion\"", [["gen", "a lion"]]),
        ("gen 'a \"lion\"'", [["gen", "a \"lion\""]]),
        ("gen \"a \\\"lion\\\" \\\\ \\n.\"", [["gen", "a \"lion\" \\ \n."]]),
        ("gen \"a \\(lion\\)\"", [["gen", "a \\(lion\\)"]]),
        ("gen 'a\\n'", [["gen", "a\\n"]]),
        ("gen a\"b c\"d'e f'", [["gen", "ab cde f"]]),
        ("gen \"\"", [["gen", ""]]),
        ("a; b", [["a"], ["b"]]),
        ("a;b;;", [["a"], ["b"]]),
        ("a ';' \";\"", [["a", ";", ";"]]),
        ("a # comment; b", [["a"]]),
        ("a b#c", [["a", "b#c"]]),
        ("a '#' \"#\"", [["a", "#", "#"]]),
        ("#= image 1 file x.png", []),
        ("#! easel 1", []),
        ("a\nb # c\nd", [["a"], ["b"], ["d"]]),
        ("a \\\nb", [["a", "b"]]),
        ("a\\\nb", [["ab"]]),
        ("a \"b\nc\"", [["a", "b\nc"]]),
        ("a \"b\\\nc\"", [["a", "bc"]]),
        ("a b\\c", [["a", "b\\c"]]),
        ("[3]› gen lion", [["gen", "lion"]]),
        ("  [12]› gen lion", [["gen", "lion"]]),
        ("[3]› a\n[4]› b", [["a"], ["b"]]),
        ("[3]› a \\\n[3]… b", [["a", "b"]]),
        ("[3]> gen", [["[3]>", "gen"]]),
        ("[]› gen", [["[]›", "gen"]]),
        ("gen [3]› x", [["gen", "[3]›", "x"]]),
        ("gen 日本語 \"🦁 コーヒー\"", [["gen", "日本語", "🦁 コーヒー"]]),
        ("!ls \"a; b' # c \\", [["!ls \"a; b' # c \\"]]),
        ("[3]› !ls\na", [["!ls"], ["a"]]),
        ("a; !b; c\n!\n d !e", [["a"], ["!b; c"], ["!"], ["d", "!e"]]),
        ("\\\n!a", [["!a"]]),
        ("\"!a\" !b", [["!a", "!b"]]),
        // A quotation mark counts even where a combining accent follows it.
        ("gen \"\u{301}a\"", [["gen", "\u{301}a"]]),
    ]

    @Test(arguments: lines) func words(line: String, expected: [[String]]) {
        let scanned = Scanner.scan(line)
        #expect(scanned.commands.map { $0.map(\.text) } == expected)
        #expect(scanned.unfinished == nil)
    }

    static let unfinished: [(String, ScannedText.Unfinished)] = [
        ("gen \"a", .quote(4..<5)),
        ("gen 'a \" b", .quote(4..<5)),
        ("gen \"a\\\"", .quote(4..<5)),
        ("gen \"a\\", .quote(4..<5)),
        ("gen a \\", .backslash(6..<7)),
        ("\\", .backslash(0..<1)),
    ]

    @Test(arguments: unfinished)
    func unfinishedText(line: String, expected: ScannedText.Unfinished) {
        #expect(Scanner.scan(line).unfinished == expected)
    }

    @Test func spansCountScalarsOfTheWholeText() {
        let words = Scanner.scan("[3]› gen \"日本\" steps=20").commands.first ?? []
        #expect(words.map(\.span) == [5..<8, 9..<13, 14..<22])
        let option = words.last?.option
        #expect(option?.key.span == 14..<19)
        #expect(option?.value.span == 20..<22)
    }

    static let options: [(String, (String, String)?)] = [
        ("steps=20", ("steps", "20")),
        ("negative=\"a b\"", ("negative", "a b")),
        ("negative=", ("negative", "")),
        ("a=b=c", ("a", "b=c")),
        ("\"steps=20\"", nil),
        ("ste\"ps=20\"", nil),
        ("=20", nil),
        ("a.b=20", nil),
        ("steps", nil),
    ]

    @Test(arguments: options) func option(word: String, expected: (String, String)?) {
        let option = Scanner.scan(word).commands.first?.first?.option
        #expect(option?.key.text == expected?.0)
        #expect(option?.value.text == expected?.1)
    }

    @Test(arguments: [
        "", "a", "a b", "\"", "\\", "a;b", "#a", "$1", "a\nb", "it's", "日本 語", "\\n", "a\u{A0}b",
        "\r", "!a",
    ])
    func quotedTextIsReadBack(text: String) {
        let words = Scanner.scan("x " + Word.quoting(text)).commands
        #expect(words.map { $0.map(\.text) } == [["x", text]])
        #expect(words.first?.last?.isReference == false)
    }

    static let references: [(String, String?)] = [
        ("$3", "$3"), ("$last", "$last"), ("$3.seed", "$3.seed"), ("$03", "$3"),
        ("$", nil), ("$x", nil), ("$3.", nil), ("$-0", nil), ("3", nil), ("$+3", nil),
    ]

    @Test(arguments: references) func reference(word: String, expected: String?) {
        #expect(Reference(word)?.text == expected)
    }
}
