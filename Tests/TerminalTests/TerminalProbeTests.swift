import Terminal
import Testing

@Suite struct TerminalProbeTests {
    private func probe(_ input: String) -> TerminalProbe {
        var probe = TerminalProbe()
        probe.take(input.utf8)
        probe.end()
        return probe
    }

    /// What terminals under test have answered, byte for byte.
    @Test func realTerminalsAreUnderstood() {
        let xterm = probe(
            "\u{1B}P>|XTerm(379)\u{1B}\\\u{1B}[?2026;0$y\u{1B}[?63;1;2;4;6;9;15;16;22;28c")
        #expect(xterm.answers.name == "XTerm(379)")
        #expect(xterm.answers.takesSixel && !xterm.answers.takesKitty)
        #expect(xterm.answers.synchronizes == false && xterm.answers.cell == nil)
        #expect(xterm.isComplete)
        let kitty = probe(
            "\u{1B}_Gi=31;OK\u{1B}\\\u{1B}P>|kitty(0.26.5)\u{1B}\\\u{1B}[?2026;2$y\u{1B}[6;20;9t"
                + "\u{1B}[4;400;639t\u{1B}[?62;c")
        #expect(kitty.answers.takesKitty && !kitty.answers.takesSixel)
        #expect(kitty.answers.synchronizes == true)
        #expect(kitty.answers.cell == .init(width: 9, height: 20))
        #expect(kitty.answers.textArea == .init(width: 639, height: 400))
        #expect(kitty.isComplete && kitty.typed.isEmpty)
        let plain = probe("\u{1B}[?64;1;2;6;9;15;16;17;18;21;22;28c")
        #expect(plain.isComplete && !plain.answers.takesSixel)
        #expect(probe("\u{1B}[?1;2c").isComplete)
    }

    @Test func theFirstNumberIsNoAbility() {
        #expect(!probe("\u{1B}[?4;6c").answers.takesSixel)
        #expect(!probe("\u{1B}[?62;14;44c").answers.takesSixel)
        #expect(probe("\u{1B}[?1;2;4c").answers.takesSixel)
    }

    @Test func keysBetweenTheAnswersAreKept() {
        let answered = probe("dis\u{1B}P>|foot(1.13.1)\u{1B}\\play\u{1B}[A\u{1B}[?62;4;22c\r\u{1B}")
        #expect(String(decoding: answered.typed, as: UTF8.self) == "display\u{1B}[A\r\u{1B}")
        #expect(answered.answers.name == "foot(1.13.1)")
    }

    @Test(arguments: [
        "\u{1B}_Gi=31;ENOTSUP:no\u{1B}\\", "\u{1B}[6;0;0t", "\u{1B}[6;20t", "\u{1B}[6;-1;9t",
        "\u{1B}[6;99999999999999999999;9t", "\u{1B}P>|\u{1B}\\", "\u{1B}[?2026;$y", "\u{1B}[?;c",
    ])
    func strangeAnswersDoNoHarm(answer: String) {
        let answers = probe(answer).answers
        #expect(!answers.takesKitty && !answers.takesSixel && answers.cell == nil)
    }

    @Test func theQuestionEndsWithTheOneThatAllAnswer() {
        for withKitty in [true, false] {
            let question = String(
                decoding: TerminalProbe.question(withKitty: withKitty), as: UTF8.self)
            #expect(question.hasSuffix("\u{1B}[c"))
            #expect(question.contains("\u{1B}_G") == withKitty)
        }
    }
}
