extension TerminalProfile {
    /// A terminal that tmux shares out: what tmux says of it, and what tmux answered in its place.
    ///
    /// tmux takes sixel graphics where it was built with them, and passes kitty's on where it is
    /// allowed to. Their pictures then stand as placeholders in the text: tmux moves and covers those
    /// like any text. Anything else would be painted over other panes.
    package init(
        environment variables: [String: String], tmux: TmuxFacts, answers: TerminalAnswers
    ) {
        let environment = TerminalEnvironment(variables: variables)
        let blocks: PictureMethod =
            if environment.refusesColors {
                .monochrome
            } else {
                // tmux does not tell all that it knows of colors, and makes 256 of them if it must.
                tmux.features.contains("RGB") || environment.promisesTrueColor
                    ? .truecolour : .colours256
            }
        self.init(method: blocks, blocks: blocks, reason: "")
        isWithinTmux = true
        name = "tmux \(tmux.version)"
        note(answers)
        takesLinks = tmux.features.contains("hyperlinks")
        choose(tmux, answers, around: TerminalName(around: tmux))
    }

    private mutating func choose(
        _ tmux: TmuxFacts, _ answers: TerminalAnswers, around: TerminalName?
    ) {
        let subject = "tmux \(tmux.version)"
        if let around, around.takesPlaceholders, tmux.allowsPassthrough == true {
            method = .kitty
            reason = "\(subject) passes them on to \(around.text)"
        } else if answers.takesSixel, tmux.features.contains("sixel") {
            method = .sixel
            reason = "\(subject) and the terminal around it take them"
        } else if let around, around.takesPlaceholders, tmux.allowsPassthrough == false {
            reason = "\(subject) is not allowed to pass pictures on to \(around.text)"
            advice = "`tmux set -g allow-passthrough on` lets tmux pass real pixels on"
        } else {
            reason =
                "\(subject) passes no pictures on to \(around?.text ?? "the terminal around it")"
        }
    }
}

extension TerminalName {
    /// The terminal that tmux is shown in, as far as tmux knows.
    fileprivate init?(around tmux: TmuxFacts) {
        if !tmux.terminalName.isEmpty {
            self.init(answer: tmux.terminalName)
        } else if let name = TerminalName(environment: ["TERM": tmux.terminal]) {
            self = name
        } else {
            return nil
        }
    }
}
