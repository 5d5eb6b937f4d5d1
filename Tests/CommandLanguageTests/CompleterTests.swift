import CommandLanguage
import Testing

private struct Known: Vocabulary {
    func completions(on topic: Topic) -> [Completion] {
        topic == Topic("pictures")
            ? [
                Completion("$last", "latest", isVerbatim: true),
                Completion("$1", "one", isVerbatim: true),
            ] : []
    }

    func references(startingWith prefix: String) -> [Completion] {
        let names = prefix.contains(".") ? ["$1.seed", "$1.size"] : ["$last", "$1"]
        return names.map { Completion($0, "") }
    }

    func files(startingWith prefix: String) -> [Completion] { [] }
}

@Suite struct CompleterTests {
    /// A text before the cursor, how much of it gives way, and what could be typed there.
    static let texts: [(String, Int, [String])] = [
        ("", 0, ["say", "show", "turn"]),
        ("s", 1, ["say", "show"]),
        ("x; s", 1, ["say", "show"]),
        ("say x; ", 0, ["say", "show", "turn"]),
        ("[3]› tu", 2, ["turn"]),
        ("say x ", 0, ["size=", "colour="]),
        ("say x size=3 ", 0, ["colour="]),
        ("say x si", 2, ["size="]),
        ("say x size=", 0, ["1", "2"]),
        ("say x size=2", 1, ["2"]),
        ("\"good day\" c", 1, ["colour="]),
        ("turn ", 0, ["1", "2"]),
        ("show ", 0, ["$last", "$1", "size="]),
        ("show $1 $l", 2, ["$last"]),
        ("fly ", 0, []),
        // Where a value is wanted, a fact of a picture can stand.
        ("say x size=$1.s", 4, ["$1.seed", "$1.size"]),
        ("say $l", 2, ["$last"]),
        ("say x colour=\"$l", 3, []),
        ("say # s", 0, []),
    ]

    @Test(arguments: texts) func completions(text: String, replaced: Int, candidates: [String]) {
        let list = Completer(Sample.table, Known()).completions(of: text)
        #expect(list.candidates.map(\.text) == candidates)
        if !candidates.isEmpty { #expect(list.replaced == replaced) }
    }

    @Test(arguments: [
        ("say x size=\"", "\"" as Unicode.Scalar, 1), ("turn '", "'", 1), ("turn ", nil, 0),
        ("turn \"1\"", "\"", 3),
    ])
    func theQuotationMarkIsKnown(text: String, mark: Unicode.Scalar?, replaced: Int) {
        let list = Completer(Sample.table, Known()).completions(of: text)
        #expect(list.mark == mark)
        #expect(list.replaced == replaced)
    }

    @Test func everyProposalSaysWhatItMeans() {
        let list = Completer(Sample.table, Known()).completions(of: "s")
        #expect(list.candidates.map(\.meaning) == ["says something", "shows pictures"])
    }
}
