import Terminal
import Testing

@Suite struct TerminalProfileTests {
    @Test(arguments: [
        (["TERM": "xterm-kitty"], PictureMethod.kitty),
        (["TERM": "xterm-ghostty"], .kitty),
        (["TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"], .kitty),
        (["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"], .iterm2),
        (["TERM": "foot"], .sixel),
        (["TERM": "mlterm"], .sixel),
        (["TERM": "xterm-256color", "COLORTERM": "truecolor"], .truecolour),
        (["TERM": "xterm-256color", "VTE_VERSION": "7006"], .truecolour),
        (["TERM": "xterm"], .colours256),
        (["TERM": "linux"], .colours16),
        (["TERM": "tmux-256color", "TMUX": "/tmp/x", "KITTY_WINDOW_ID": "1"], .colours256),
        (["TERM": "xterm-kitty", "TMUX": "/tmp/x"], .truecolour),
        (["TERM": "xterm-kitty", "ZELLIJ": "0"], .truecolour),
        (["TERM": "xterm-256color", "NO_COLOR": "1"], .monochrome),
    ])
    func theEnvironmentAloneDecides(environment: [String: String], method: PictureMethod) {
        let profile = TerminalProfile(environment: environment)
        #expect(profile.method == method)
        #expect(!profile.reason.isEmpty)
    }

    /// Environment, what the terminal calls itself, whether it takes kitty graphics, its attributes, and
    /// what is to be chosen and said.
    private struct Case: CustomTestStringConvertible, Sendable {
        var environment: [String: String] = [:]
        var name: String?
        var kitty = false
        var attributes: Set<Int>? = [22]
        let method: PictureMethod
        let reason: String
        var testDescription: String { reason }
    }

    private static let cases = [
        Case(
            name: "kitty(0.41.1)", kitty: true, method: .kitty,
            reason: "kitty 0.41.1 answered that it takes them"),
        Case(
            name: "WezTerm 20240203-110809-5046fc22", kitty: true, attributes: [4], method: .iterm2,
            reason: "WezTerm 20240203-110809-5046fc22 takes them"),
        Case(
            name: "XTerm(379)", attributes: [4], method: .sixel,
            reason: "XTerm 379 answered that it takes them"),
        Case(
            name: "XTerm(379)", method: .colours256,
            reason: "XTerm 379 answered that it takes no pixels"),
        Case(
            name: "mintty 3.6.1", attributes: [4], method: .iterm2,
            reason: "mintty 3.6.1 takes them"),
        Case(
            name: "xterm.js(5.3.0)", attributes: [4], method: .iterm2,
            reason: "xterm.js 5.3.0 takes them"),
        Case(
            name: "xterm.js(5.3.0)", method: .truecolour,
            reason: "xterm.js 5.3.0 answered that it takes no pixels"),
        Case(
            name: "Konsole 22.12.3", kitty: true, attributes: [4], method: .kitty,
            reason: "Konsole 22.12.3 answered that it takes them"),
        Case(kitty: true, method: .kitty, reason: "the terminal answered that it takes them"),
        Case(
            environment: ["TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.4.1"],
            method: .iterm2, reason: "iTerm2 3.4.1 takes them"),
        // xterm, started from kitty: the variable is left over.
        Case(
            environment: ["KITTY_WINDOW_ID": "1"], name: "XTerm(379)", method: .colours256,
            reason: "XTerm 379 answered that it takes no pixels"),
        Case(
            environment: ["LC_TERMINAL": "iTerm2"], name: "XTerm(379)", attributes: [4],
            method: .sixel, reason: "XTerm 379 answered that it takes them"),
        Case(
            environment: ["TERM": "xterm-kitty"], attributes: nil, method: .kitty,
            reason: "the environment tells of kitty, and the terminal did not answer in time"),
        Case(
            environment: ["TERM": "xterm"], attributes: nil, method: .colours256,
            reason: "`TERM` is `xterm`, and the terminal did not answer in time"),
        // tmux at the other end of a connection.
        Case(
            name: "tmux 3.5a", attributes: [4], method: .colours256,
            reason: "tmux 3.5a does not say what the terminal around it takes"),
    ]

    @Test(arguments: cases)
    private func answersCountMore(_ test: Case) {
        var answers = TerminalAnswers()
        answers.name = test.name
        answers.takesKitty = test.kitty
        answers.attributes = test.attributes
        let environment = ["TERM": "xterm"].merging(test.environment) { $1 }
        let profile = TerminalProfile(environment: environment, answers: answers)
        #expect(profile.method == test.method)
        #expect(profile.reason == test.reason)
        #expect(profile.advice == nil && !profile.isWithinTmux)
    }

    @Test func whyIsSaid() {
        var answers = TerminalAnswers()
        (answers.name, answers.attributes) = ("foot(1.13.1)", [4, 22])
        let profile = TerminalProfile(environment: ["TERM": "foot"], answers: answers)
        #expect(
            profile.explanation == "sixel graphics: foot 1.13.1 answered that it takes them")
    }

    @Test(arguments: [
        ("3.3a", "kitty(0.41.1)", "256,RGB", "on", PictureMethod.kitty),
        ("3.3a", "kitty(0.41.1)", "256,RGB", "all", .kitty),
        ("3.3a", "kitty(0.41.1)", "256,RGB", "off", .truecolour),
        // Older than placeholders.
        ("3.3a", "kitty(0.26.5)", "256,RGB", "on", .truecolour),
        ("3.5a", "foot(1.13.1)", "256,RGB,sixel", "on", .sixel),
        ("3.5a", "foot(1.13.1)", "256,RGB", "on", .truecolour),
        ("3.2a", "kitty(0.41.1)", "256", "", .colours256),
        ("3.5a", "", "", "on", .colours256),
    ])
    func tmuxIsAsked(
        version: String, around: String, features: String, passthrough: String,
        method: PictureMethod
    ) throws {
        let facts = try #require(
            TmuxFacts(printed: "\(version)\nxterm\n\(around)\n\(features)\n\(passthrough)\n"))
        var answers = TerminalAnswers()
        // As tmux answers that is built with sixel graphics.
        answers.attributes = version == "3.5a" ? [2, 4] : [2]
        let profile = TerminalProfile(
            environment: ["TERM": "tmux-256color", "TMUX": "/tmp/x,1,0"], tmux: facts,
            answers: answers)
        #expect(profile.method == method)
        #expect(profile.isWithinTmux)
        #expect(profile.name == "tmux \(version)")
        let wanted = passthrough == "off" && around.hasPrefix("kitty")
        #expect((profile.advice?.contains("allow-passthrough on") ?? false) == wanted)
    }

    @Test func tmuxMayBeKeptFromColorsAndGivesLinksOn() throws {
        let facts = try #require(TmuxFacts(printed: "3.5a\nfoot\n\nRGB,hyperlinks\non\n"))
        let profile = TerminalProfile(
            environment: ["TERM": "tmux", "TMUX": "x", "NO_COLOR": "1"], tmux: facts,
            answers: TerminalAnswers())
        #expect(profile.method == .monochrome)
        #expect(profile.takesLinks && !profile.takesProgress)
        let colored = TerminalProfile(
            environment: ["TERM": "tmux", "TMUX": "x", "COLORTERM": "truecolor"],
            tmux: try #require(TmuxFacts(printed: "3.3a\nxterm-kitty\n\n\non\n")),
            answers: TerminalAnswers())
        // kitty, but nobody knows yet how old.
        #expect(colored.method == .truecolour)
        #expect(colored.reason == "tmux 3.3a passes no pictures on to kitty")
        #expect(TmuxFacts(printed: "") == nil)
        #expect(TmuxFacts(printed: "no server running\n") == nil)
    }

    @Test(arguments: [
        (["TERM": "xterm-kitty"], true, false),
        (
            ["TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty", "TERM_PROGRAM_VERSION": "1.2.3"],
            true, true
        ),
        (
            ["TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty", "TERM_PROGRAM_VERSION": "1.1.3"],
            true, false
        ),
        (["TERM": "xterm-ghostty"], true, false),
        (["TERM": "x", "TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.6.6"], true, true),
        (
            ["TERM": "x", "TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.5.14"], true,
            false
        ),
        (
            ["TERM": "x", "TERM_PROGRAM": "WezTerm", "TERM_PROGRAM_VERSION": "20240203-1"], true,
            false
        ),
        (["TERM": "x", "VTE_VERSION": "4600"], false, false),
        (["TERM": "x", "VTE_VERSION": "7006"], true, false),
        (["TERM": "x", "VTE_VERSION": "8000"], true, true),
        (["TERM": "x", "KONSOLE_VERSION": "221203"], true, false),
        (["TERM": "x", "KONSOLE_VERSION": "260400"], true, true),
        (["TERM": "x", "WT_SESSION": "1"], true, true),
        (["TERM": "foot"], true, false),
        (["TERM": "xterm"], false, false),
        (["TERM": "tmux-256color", "TMUX": "x", "VTE_VERSION": "8000"], false, false),
        // The variable is left over from the terminal in which Emacs was started.
        (["TERM": "dumb", "KONSOLE_VERSION": "260400"], false, false),
        (["TERM": "xterm", "INSIDE_EMACS": "29.1", "KONSOLE_VERSION": "260400"], false, false),
        (["TERM": "xterm-kitty", "CI": "1"], false, false),
    ])
    func extrasAreForThoseThatAreKnownToTakeThem(
        environment: [String: String], links: Bool, progress: Bool
    ) {
        let profile = TerminalProfile(environment: environment)
        #expect(profile.takesLinks == links)
        #expect(profile.takesProgress == progress)
    }

    @Test func aLinkNamesTheMachineAndEscapesThePath() {
        var profile = TerminalProfile.unknown
        #expect(profile.link("lion.png", to: "/tmp/lion.png") == "lion.png")
        profile.takesLinks = true
        #expect(profile.link("lion.png", to: "lion.png") == "lion.png")
        let link = profile.link("lion.png", to: "/tmp/a lion\u{1B};ü.png")
        #expect(link.hasPrefix("\u{1B}]8;;file://"))
        #expect(link.hasSuffix("/tmp/a%20lion%1B%3B%C3%BC.png\u{1B}\\lion.png\u{1B}]8;;\u{1B}\\"))
    }
}
