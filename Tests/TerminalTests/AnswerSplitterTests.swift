import Terminal
import Testing

@Suite struct AnswerSplitterTests {
    /// What comes of some input: pieces in their order, and after the last byte what was still held.
    private func pieces(of input: String) -> [AnswerSplitter.Piece] {
        var splitter = AnswerSplitter()
        var pieces = input.utf8.compactMap { splitter.take($0) }
        if let last = splitter.giveUp() { pieces.append(last) }
        return pieces
    }

    private func typed(in input: String) -> String {
        let bytes = pieces(of: input).flatMap { piece in
            if case .typed(let bytes) = piece { bytes } else { [UInt8]() }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func answers(in input: String) -> [String] {
        pieces(of: input).compactMap { piece in
            if case .answer(let bytes) = piece {
                String(decoding: bytes, as: UTF8.self)
            } else {
                nil
            }
        }
    }

    /// One answer of each kind that Easel asks for, and some that it does not.
    static let allAnswers = [
        "\u{1B}[?62;4;22c", "\u{1B}[?6c", "\u{1B}[>1;4000;29c", "\u{1B}[6;20;10t",
        "\u{1B}[4;480;640t", "\u{1B}[8;24;80t", "\u{1B}[?2026;2$y", "\u{1B}[?1;0;256S",
        "\u{1B}P>|kitty(0.26.5)\u{1B}\\", "\u{1B}P>|XTerm(379)\u{1B}\\", "\u{1B}P1$r0m\u{1B}\\",
        "\u{1B}_Gi=31;OK\u{1B}\\", "\u{1B}_Gi=31;ENOENT:no such\u{1B}\\",
        "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\", "\u{1B}]11;rgb:0000/0000/0000\u{7}",
    ]

    /// Keys and pasted text.
    static let keys = [
        "a", "ü🦁", "\r", "\u{3}", "\t", "\u{7F}", "\u{1B}", "\u{1B}\u{1B}", "\u{1B}[A", "\u{1B}OA",
        "\u{1B}[1;5C", "\u{1B}[3~", "\u{1B}[15~", "\u{1B}[1;2R", "\u{1B}x", "\u{1B}\u{7F}",
        "\u{1B}P", "\u{1B}]", "\u{1B}_", "\u{1B}Px", "\u{1B}]x", "\u{1B}_g", "\u{1B}[", "\u{1B}[I",
        "\u{1B}[200~two\rlines\u{1B}[201~", "\u{1B}[97;5u", "\u{1B}[<0;10;5M", "\u{1B}\u{1B}[D",
        "\u{1B}\u{3}", "\u{1B}[1;\u{3}",
    ]

    @Test(arguments: allAnswers)
    func anAnswerIsTakenOut(answer: String) {
        #expect(answers(in: answer) == [answer])
        #expect(typed(in: answer) == "")
        for key in Self.keys {
            #expect(typed(in: key + answer + "z") == key + "z", "after \(key.debugDescription)")
            #expect(typed(in: answer + key) == key, "before \(key.debugDescription)")
        }
    }

    @Test(arguments: keys)
    func keysPass(key: String) {
        #expect(typed(in: key) == key)
        #expect(answers(in: key) == [])
        #expect(typed(in: key + "more") == key + "more")
    }

    @Test func keysComeAtOnceWhereTheyCan() {
        var splitter = AnswerSplitter()
        #expect(splitter.take(UInt8(ascii: "a")) == .typed([UInt8(ascii: "a")]))
        #expect(splitter.patience == nil)
        #expect(splitter.take(0x1B) == nil)
        #expect(splitter.patience == 50)
        #expect(splitter.giveUp() == .typed([0x1B]))
        #expect(splitter.patience == nil)
        #expect(splitter.giveUp() == nil)
    }

    @Test func anAnswerMayComeInPieces() {
        var splitter = AnswerSplitter()
        for byte in "\u{1B}[?62;4".utf8 { #expect(splitter.take(byte) == nil) }
        #expect(splitter.patience == 1000)
        #expect(splitter.take(UInt8(ascii: "c")) == .answer(Array("\u{1B}[?62;4c".utf8)))
    }

    @Test(arguments: [
        "\u{1B}[?62;4", "\u{1B}P>|kit", "\u{1B}_Gi=31;OK\u{1B}", "\u{1B}]11;rgb",
    ])
    func whatIsLeftOfAnAnswerIsNoKey(piece: String) {
        #expect(typed(in: piece) == "")
        #expect(typed(in: piece + "\u{3}") == "\u{3}")
        #expect(typed(in: piece + "\u{1B}[A") == "\u{1B}[A")
    }

    @Test func anAnswerWithoutAnEndDoesNotSwallowEverything() {
        let flood = "\u{1B}P>|" + String(repeating: "x", count: 5000) + "typed"
        #expect(typed(in: flood).hasSuffix("typed"))
        #expect(typed(in: flood).utf8.count < 1000)
    }

    @Test func aLongAnswerIsOneAnswer() {
        let long = "\u{1B}]11;" + String(repeating: "x", count: 3000) + "\u{7}"
        #expect(typed(in: long) == "")
        #expect(answers(in: long).map(\.utf8.count) == [256])
    }
}
