/// Which program a terminal is, by what it or the environment calls it.
package struct TerminalName: Hashable, Sendable {
    /// The program.
    package var program: Program
    /// Its version, number by number; empty where unknown.
    package var version: [Int]
    /// Its name and version as a person reads them: `kitty 0.26.5`.
    package var text: String

    /// The terminals that Easel knows something about, by their names in small letters.
    package enum Program: String, Hashable, Sendable {
        case alacritty, contour, foot, ghostty, iterm2, kitty, konsole, mintty, mlterm, tmux, vte
        case warp = "warpterminal"
        case wezterm, xterm
        /// The terminal of VS Code and of other programs that are web pages.
        case xtermJS = "xterm.js"
        /// Windows Terminal.
        case windows
        case conEmu = "conemu"
        /// Any other one.
        case other
    }

    /// A terminal that calls itself `kitty(0.26.5)` or `WezTerm 20240203-110809` (XTVERSION).
    package init(answer: String) {
        let name = answer.prefix { $0 != "(" && $0 != " " }
        let version = answer.dropFirst(name.count).filter { !"() ".contains($0) }
        self.init(program: String(name), version: version)
    }

    /// The program that `name` names.
    init(program name: String, version: String = "") {
        program = Program(rawValue: name.lowercased()) ?? .other
        self.version = version.split { !$0.isWholeNumber }.prefix(4).compactMap { Int($0) }
        text = version.isEmpty ? name : "\(name) \(version)"
    }

    /// Whether its version is known and not older than `oldest`.
    func isAtLeast(_ oldest: Int...) -> Bool {
        !version.isEmpty && !version.lexicographicallyPrecedes(oldest)
    }
}

extension TerminalName {
    /// The terminal that an environment tells of; nil where it tells of none.
    ///
    /// `TERM` comes first: other variables may be left over from a terminal around this one.
    package init?(environment: [String: String]) {
        let term = environment["TERM", default: ""]
        let program = environment["TERM_PROGRAM", default: ""]
        let version = environment["TERM_PROGRAM_VERSION", default: ""]
        func isOf(_ name: String) -> Bool { term.hasPrefix(name) || program.lowercased() == name }
        if isOf("xterm-kitty") {
            self.init(program: "kitty")
        } else if term.hasPrefix("xterm-ghostty") || program == "ghostty" {
            self.init(program: "ghostty", version: program == "ghostty" ? version : "")
        } else if let name = ["foot", "mlterm", "alacritty", "contour", "mintty"].first(where: isOf)
        {
            self.init(program: name, version: program.lowercased() == name ? version : "")
        } else {
            self.init(variables: environment, program: program, version: version)
        }
    }

    /// Terminals whose `TERM` is another's.
    private init?(variables: [String: String], program: String, version: String) {
        switch program {
        case "iTerm.app": self.init(program: "iTerm2", version: version)
        case "WezTerm", "WarpTerminal": self.init(program: program, version: version)
        case "vscode": self.init(program: "xterm.js")
        default:
            if let version = variables["KONSOLE_VERSION"] {
                self.init(program: "Konsole", version: version)
            } else if let version = variables["VTE_VERSION"] {
                self.init(program: "VTE", version: version)
            } else if variables["LC_TERMINAL"] == "iTerm2" {
                // The variable that ssh lets through.
                self.init(program: "iTerm2", version: variables["LC_TERMINAL_VERSION", default: ""])
            } else if variables["WT_SESSION"] != nil {
                self.init(program: "Windows")
                text = "Windows Terminal"
            } else if variables["ConEmuANSI"] == "ON" {
                self.init(program: "ConEmu")
            } else if let version = variables["XTERM_VERSION"] {
                self.init(answer: version)
            } else {
                return nil
            }
        }
    }
}
