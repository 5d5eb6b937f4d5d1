import CommandLanguage
import Shell
import Terminal
import Testing

@Suite struct CompletionEditTests {
    /// A list of `texts` for a word of which `typed` is there, begun with `mark`.
    private func list(
        _ typed: String, _ texts: [String], mark: Unicode.Scalar? = nil, isVerbatim: Bool = false
    ) -> CompletionList {
        CompletionList(
            replaced: typed.unicodeScalars.count + (mark == nil ? 0 : 1),
            candidates: texts.map { Completion($0, "a thing", isVerbatim: isVerbatim) },
            typed: typed, mark: mark)
    }

    @Test func theOnlyCandidateIsTypedWithASpace() {
        #expect(list("sh", ["show"]).edit(before: "") == .init(erased: 2, inserted: "show "))
        #expect(list("si", ["size="]).edit(before: "") == .init(erased: 2, inserted: "size="))
        #expect(list("w", ["work/"]).edit(before: "") == .init(erased: 1, inserted: "work/"))
        #expect(list("x", []).edit(before: "") == nil)
    }

    @Test func whatFollowsIsNotRepeated() {
        // A space, the rest of the word, and a quotation mark.
        #expect(
            list("sh", ["show"]).edit(before: " x") == .init(erased: 2, inserted: "show", passed: 1)
        )
        #expect(
            list("sh", ["show"]).edit(before: "ow x") == .init(erased: 2, inserted: "sh", passed: 3)
        )
        #expect(
            list("sh", ["show"]).edit(before: "x") == .init(erased: 2, inserted: "show "))
        #expect(
            list("a b", ["a bc.png"], mark: "\"").edit(before: "\"")
                == .init(erased: 4, inserted: "\"a bc.png", passed: 1))
    }

    @Test func wordsWithSpacesAreQuotedAsTheyWereBegun() {
        #expect(
            list("my", ["my file"]).edit(before: "")
                == .init(erased: 2, inserted: "\"my file\" "))
        #expect(
            list("my", ["my file"], mark: "'").edit(before: "")
                == .init(erased: 3, inserted: "'my file' "))
        #expect(
            list("my", ["my folder/"]).edit(before: "")
                == .init(erased: 2, inserted: "\"my folder/"))
        #expect(
            list("m", ["my one", "my own"]).edit(before: "")
                == .init(erased: 1, inserted: "\"my o"))
        // What is common to them needs no quotation mark, or they are of the language.
        #expect(
            list("m", ["my.png", "my file"]).edit(before: "") == .init(erased: 1, inserted: "my"))
        #expect(
            list("$", ["$last"], isVerbatim: true).edit(before: "")
                == .init(erased: 1, inserted: "$last "))
        #expect(list("$", ["$x"]).edit(before: "") == .init(erased: 1, inserted: "\"$x\" "))
    }

    @Test func nothingIsTypedWhereNothingIsCertain() {
        #expect(list("s", ["show", "set"]).edit(before: "") == nil)
    }

    @Test func theChoiceFitsTheWindow() {
        let names = (1...9).map { "folder/file \($0)" }
        let window = TerminalSize(columns: 14, rows: 6)
        let (first, end) = list("folder/f", names).listing(from: 0, in: window)
        #expect(
            first.split(separator: "\n") == [
                "    file 1  a…", "    file 2  a…", "    file 3  a…", "    … and 6 m…",
            ])
        #expect(end == 3)
        let (last, _) = list("folder/f", names).listing(from: 6, in: window)
        #expect(last.split(separator: "\n").count == 3)
    }
}
