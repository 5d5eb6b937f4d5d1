import CommandLanguage
import Testing

/// An option of several values, for the tests' declarations.
private struct Digits: OptionDeclaration {
    let name = "digits"
    let placeholder = "DIGIT,…"
    let summary = "several"
    let completion = Digit.completion
    let isList = true
}

private struct Nothing: Vocabulary {
    func completions(on topic: Topic) -> [Completion] { [Completion("$1", "one")] }
    func references(startingWith prefix: String) -> [Completion] { [Completion("$1", "one")] }
    func files(startingWith prefix: String) -> [Completion] { [] }
}

@Suite struct ListTests {
    private static let pictures = Argument<Picture>("what to copy", .repeated)
    private static let how = Argument<Switch>("whether loudly", .optional)
    private static let copy = Manual(
        name: "copy", group: "Talk", summary: "copies", arguments: [pictures, how],
        options: [Digits()], examples: [])

    /// An option as it is typed, with its values, what of the line each is, and how much of each stands before a mark.
    static let values: [(String, [String], [String], [Int])] = [
        ("digits=1,2", ["1", "2"], ["1", "2"], [1, 1]),
        ("digits=", [""], [""], [0]),
        ("digits=1,", ["1", ""], ["1", ""], [1, 0]),
        ("digits=,,1", ["", "", "1"], ["", "", "1"], [0, 0, 1]),
        ("digits=\"a, b\",\"c\"", ["a, b", "c"], ["\"a, b\"", "\"c\""], [0, 0]),
        ("digits=a\", b\",c", ["a, b", "c"], ["a\", b\"", "c"], [1, 1]),
        (
            "digits='x,\"',$1.seed,'y'", ["x,\"", "$1.seed", "y"], ["'x,\"'", "$1.seed", "'y'"],
            [0, 7, 0]
        ),
        ("digits=\"a\\\"b\",c", ["a\"b", "c"], ["\"a\\\"b\"", "c"], [0, 1]),
        ("digits=a,\\\nb,c", ["a", "b", "c"], ["a", "\\\nb", "c"], [1, 1, 1]),
        ("digits=日,\"本,語\",x", ["日", "本,語", "x"], ["日", "\"本,語\"", "x"], [1, 0, 1]),
    ]

    @Test(arguments: values)
    func aValueIsSplitOutsideQuotationMarks(
        typed: String, texts: [String], sources: [String], bare: [Int]
    ) throws {
        let line = "copy  " + typed
        let word = try #require(Scanner.scan(line).commands.first?.last)
        let parts = try #require(word.option?.value).split(at: ",")
        #expect(parts.map(\.text) == texts)
        let scalars = Array(line.unicodeScalars)
        #expect(parts.map { String(scalars: scalars[$0.span]) } == sources)
        #expect(parts.map(\.bare) == bare)
    }

    /// What follows `copy`, the words that are pictures, and the one after them.
    static let lines: [(String, [String], String?)] = [
        ("$1 $2 on", ["$1", "$2"], "on"), ("$1", ["$1"], nil), ("off", [], "off"), ("", [], nil),
    ]

    @Test(arguments: lines)
    func aRepeatedArgumentLeavesAWordToTheNext(line: String, pictures: [String], how: String?)
        throws
    {
        let words = try #require(Scanner.scan("copy " + line).commands.first).dropFirst()
        let arguments = try Arguments(Array(words), of: Self.copy, command: 0..<4) { $0.text }
        #expect(try arguments.all(Self.pictures).map(\.value.text) == pictures)
        #expect(try arguments.optional(Self.how)?.value.text == how)
    }

    @Test func completionGoesOnAfterAComma() {
        let completer = Completer(CommandTable([Self.copy], implied: "copy"), Nothing())
        let list = completer.completions(of: "copy digits=1,2,")
        #expect(list.replaced == 0)
        #expect(list.candidates.map(\.text) == ["1", "2"])
        #expect(completer.completions(of: "copy digits=\"1,").candidates.isEmpty)
        #expect(completer.completions(of: "copy $1 o").candidates.isEmpty)
        #expect(completer.completions(of: "copy $1 ").candidates.map(\.text) == ["$1", "digits="])
    }

    /// Words, and what they name; nil where they are no references.
    static let references: [(String, Reference.Target?, String?)] = [
        ("$3", .number(3), nil), ("$last", .last, nil), ("$-2", .fromEnd(2), nil),
        ("$-1.seed", .fromEnd(1), "seed"), ("$12.size", .number(12), "size"),
        ("$-0", nil, nil), ("$--1", nil, nil), ("$-+1", nil, nil), ("$-", nil, nil),
        ("$", nil, nil),
        ("$+1", nil, nil), ("$99999999999999999999", nil, nil), ("$1.", nil, nil), ("3", nil, nil),
    ]

    @Test(arguments: references)
    func reference(text: String, target: Reference.Target?, fact: String?) {
        let reference = Reference(text)
        #expect(reference?.target == target)
        #expect(reference?.fact == fact)
        if target != nil { #expect(reference?.text == text) }
    }
}
