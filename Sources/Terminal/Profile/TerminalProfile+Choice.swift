extension TerminalProfile {
    /// What the environment alone tells of a terminal.
    package init(environment variables: [String: String]) {
        self.init(TerminalEnvironment(variables: variables), answers: nil)
    }

    /// What the environment and the terminal's answers tell of it; nil where it was not asked.
    package init(environment variables: [String: String], answers: TerminalAnswers) {
        self.init(TerminalEnvironment(variables: variables), answers: answers)
    }

    private init(_ environment: TerminalEnvironment, answers: TerminalAnswers?) {
        let name =
            answers?.name.map(TerminalName.init(answer:))
            ?? TerminalName(environment: environment.variables)
        let blocks = PictureMethod(blocksFor: name, environment)
        self.init(method: blocks, blocks: blocks, reason: "")
        if environment.multiplexer == nil { describe(name, environment) }
        if let answers {
            note(answers)
            choose(by: answers, name, environment)
        } else {
            choose(withoutAnswers: environment)
        }
    }

    /// Takes over what is known of terminals of this name.
    ///
    /// Where the terminal must not be asked, the name may be that of another one around it.
    private mutating func describe(_ name: TerminalName?, _ environment: TerminalEnvironment) {
        guard let name else { return }
        self.name = name.text
        guard environment.reasonNotToAsk == nil else { return }
        takesLinks = name.takesLinks
        takesProgress = name.takesProgress
    }

    /// Takes over what answers tell besides the way of pictures.
    mutating func note(_ answers: TerminalAnswers) {
        synchronizes = answers.synchronizes ?? false
        cell = answers.cell
    }

    /// Chooses by what the terminal has answered, which counts more than what the environment says:
    /// variables of a terminal are left over in other terminals that are started from it.
    private mutating func choose(
        by answers: TerminalAnswers, _ name: TerminalName?, _ environment: TerminalEnvironment
    ) {
        guard answers.attributes != nil else {
            choose(withoutAnswers: environment)
            reason += ", and the terminal did not answer in time"
            return
        }
        let subject = self.name ?? "the terminal"
        if name?.program == .tmux {
            // At the other end of a connection, where nobody can say what is around it.
            reason = "\(subject) does not say what the terminal around it takes"
        } else if let name, name.prefersITerm2, name.program != .xtermJS || answers.takesSixel {
            method = .iterm2
            reason = "\(subject) takes them"
        } else if answers.takesKitty {
            method = .kitty
            reason = "\(subject) answered that it takes them"
        } else if answers.takesSixel {
            method = .sixel
            reason = "\(subject) answered that it takes them"
        } else {
            reason = "\(subject) answered that it takes no pixels"
        }
    }

    private mutating func choose(withoutAnswers environment: TerminalEnvironment) {
        if environment.multiplexer == nil, let claimed = PictureMethod(claimedBy: environment) {
            method = claimed
            reason = "the environment tells of \(name ?? "`\(environment.term)`")"
        } else {
            reason = environment.reasonNotToAsk ?? "`TERM` is `\(environment.term)`"
        }
    }
}

extension PictureMethod {
    /// The way to show pixels that an environment promises; nil where it promises none.
    fileprivate init?(claimedBy environment: TerminalEnvironment) {
        let name = TerminalName(environment: environment.variables)
        // A terminal that is younger than the chafa of Debian 12.
        let younger: PictureMethod? = name?.program == .ghostty ? .kitty : nil
        guard
            let method = younger
                ?? TerminalInfo(environment: environment.variables).graphics
        else { return nil }
        self = method
    }

    /// The blocks with the most colors that a terminal shows and its user wants.
    init(blocksFor name: TerminalName?, _ environment: TerminalEnvironment) {
        if environment.refusesColors {
            self = .monochrome
        } else if name?.isTrueColor == true, environment.multiplexer == nil {
            self = .truecolour
        } else {
            self = TerminalInfo(environment: environment.variables).colours
        }
    }
}
