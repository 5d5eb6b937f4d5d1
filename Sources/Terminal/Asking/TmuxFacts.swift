/// What tmux says of itself and of the terminal that it is shown in.
package struct TmuxFacts: Hashable, Sendable {
    /// tmux's version, such as `3.3a`.
    package var version: String
    /// `TERM` of the terminal around it; empty where it is shown in none.
    package var terminal: String
    /// What that terminal called itself, such as `kitty(0.26.5)`.
    package var terminalName: String
    /// What tmux knows that terminal can, such as `RGB` or `sixel`.
    package var features: Set<Substring>
    /// Whether programs may speak to that terminal past tmux; nil where tmux is too old to say.
    package var allowsPassthrough: Bool?

    /// Facts as `question` prints them; nil where the first three are not there.
    package init?(printed text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, !lines[0].isEmpty else { return nil }
        version = String(lines[0])
        terminal = String(lines[1])
        terminalName = String(lines[2])
        features = Set(lines[3].split(separator: ","))
        switch lines.count > 4 ? lines[4] : "" {
        case "on", "all": allowsPassthrough = true
        case "off": allowsPassthrough = false
        default: allowsPassthrough = nil
        }
    }

    /// What the tmux around this program says; nil where it does not answer by `deadline`.
    init?(askingUntil deadline: Double) {
        guard let text = output(of: Self.question, until: deadline) else { return nil }
        self.init(printed: text)
    }

    private static let question: [String] =
        ["version", "client_termname", "client_termtype", "client_termfeatures"].reduce(["tmux"]) {
            $0 + ["display-message", "-p", "#{\($1)}", ";"]
        } + ["show-options", "-Apv", "allow-passthrough"]
}
