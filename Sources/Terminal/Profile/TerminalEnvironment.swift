/// What the environment says about the terminal, and whether it may be asked for more.
struct TerminalEnvironment {
    /// The variables by their names.
    let variables: [String: String]

    /// What `name` is set to; nil where it is not set, or to nothing.
    func value(_ name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The terminal's kind, by its name in terminfo; empty where unknown.
    var term: String { variables["TERM", default: ""] }

    /// Whether the terminal can do nothing but print lines.
    var isDumb: Bool { term.isEmpty || term == "dumb" }

    /// Whether this program runs for a machine that checks, and not for a person.
    var isCI: Bool {
        value("CI").map { !["0", "false"].contains($0.lowercased()) } ?? false
    }

    /// Whether the user wants no colors.
    var refusesColors: Bool { value("NO_COLOR") != nil }

    /// Whether the terminal in which the session began shows 16 million colors.
    var promisesTrueColor: Bool {
        ["truecolor", "24bit"].contains(variables["COLORTERM", default: ""])
    }

    /// Whether this program is within tmux, and can ask it.
    var isWithinTmux: Bool { value("TMUX") != nil }

    /// The program that shares the terminal out among others, without telling what it can; nil where
    /// there is none.
    var multiplexer: String? {
        if isWithinTmux { return "tmux" }
        if value("ZELLIJ") != nil { return "Zellij" }
        if value("STY") != nil || term.hasPrefix("screen") { return "screen" }
        return term.hasPrefix("tmux") ? "tmux" : nil
    }

    /// Why the terminal is not to be asked; nil where it may be.
    ///
    /// Kinds that are older than the questions might print them.
    var reasonNotToAsk: String? {
        if isDumb { return "`TERM` is `\(term)`" }
        if isCI { return "`CI` is set, so that the terminal was not asked" }
        if value("TERM_PROGRAM") == "Apple_Terminal" { return "Apple's Terminal takes no pixels" }
        if value("INSIDE_EMACS") != nil { return "this is a terminal within Emacs" }
        if let multiplexer, !isWithinTmux { return "\(multiplexer) takes no pixels" }
        let old = ["linux", "vt", "ansi", "cons25", "eterm", "sun", "wy", "cygwin"]
        return old.contains(where: term.hasPrefix) ? "`TERM` is `\(term)`" : nil
    }
}
