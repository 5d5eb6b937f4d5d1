import CommandLanguage
import Testing

@Suite struct TranscriptTextTests {
    /// A pasted text, and what of it was typed.
    static let texts: [(String, String)] = [
        ("gen \"a\"\n#= image 1", "gen \"a\"\n#= image 1"),
        ("[3]› gen \"a\"", "gen \"a\""),
        ("easel 0.1\n[1]› set seed 7\n[2]› gen \"a\"\nimage 1 · 8x8\n", "set seed 7\ngen \"a\"\n"),
        ("[1]› gen \"a\n[1]… b\"\nimage 1\n[2]› ", "gen \"a\nb\"\n"),
        ("  [12]›show\nvalue", "show\n"),
        ("[1]› show\n[2]› sh", "show\nsh"),
        ("[x]› show", "[x]› show"), ("[1]> show", "[1]> show"), ("", ""),
    ]

    @Test(arguments: texts) func onlyWhatFollowsAPromptWasTyped(text: String, typed: String) {
        #expect(typedLines(inTranscript: text) == typed)
    }

    @Test func aPromptIsReadBack() {
        #expect(Prompt.first.text(3) == "[3]› ")
        #expect(Prompt.continuation.text(12) == "[12]… ")
        #expect(typedLines(inTranscript: Prompt.continuation.text(4) + "x") == "x")
    }
}
