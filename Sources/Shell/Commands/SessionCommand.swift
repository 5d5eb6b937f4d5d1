package import CommandLanguage

/// Looks after the record of what was done.
package struct SessionCommand: Command {
    private static let actionArgument = Argument<SessionAction>(
        "`new`, `save`, `load` or `list`; by default it says what is recorded, and where", .optional
    )
    private static let nameArgument = Argument<SessionName>(
        "a session file's path, or for `load` a name that `session list` shows", .optional)

    package static let manual = Manual(
        name: "session", group: Group.session, summary: "saves, loads and lists sessions",
        role: .control,
        details: [
            "Every shell with a prompt records its session as it goes. `save` writes a copy, with the",
            "pictures in a folder beside it; without a NAME, where it was saved last.",
            "`load` takes up a session where it ended: settings, pictures, model. Nothing is made again;",
            "`replay` does that.",
        ],
        arguments: [actionArgument, nameArgument],
        examples: [
            Example("session", "how much is recorded, and where"),
            Example("gen \"a fox\"; session save foxes", "writes `foxes.easel` and `foxes/`"),
            Example(
                "gen \"a fox\"; session save foxes; session load foxes", "goes on with it later"),
            Example("session list", "the recorded sessions, the newest first"),
            Example("session new", "begins anew, with nothing set and nothing loaded"),
        ])

    private let action: SessionAction?
    private let name: Located<SessionName>?

    package init(_ arguments: Arguments) throws {
        action = try arguments.optional(Self.actionArgument)?.value
        name = try arguments.optional(Self.nameArgument)
        if action == .load, name == nil { try arguments.refuseAbsence(of: "NAME") }
        if action != .load, action != .save, let name {
            throw LanguageError.extraWord(
                command: "session", word: name.value.text, usage: Self.manual.usage, quoted: nil
            ).at(name.span)
        }
    }

    package func run(in session: Session) async throws {
        switch action {
        case nil: session.console.result(Self.summary(session))
        case .new:
            session.reset()
            session.recorder.resume(SessionDocument(), nil)
            session.savedPath = nil
        case .list: session.console.result(Self.list(session.store))
        case .save: try save(session)
        case .load:
            guard let name else { return }
            try await located(name.span) { try await session.load(name.value.text) }
            session.savedPath = nil
            session.console.result(Self.summary(session))
        }
    }

    @MainActor
    private func save(_ session: Session) throws {
        let typed = name.flatMap { FilePath(argument: $0.value.text) }.map { SessionPath($0.path) }
        guard let path = typed ?? session.savedPath else { throw ShellError.noSessionName }
        try located(name?.span ?? 0..<0) { try session.save(to: path) }
        session.savedPath = path
        let shown = name.map { SessionPath($0.value.text).file } ?? path.file
        session.console.result("saved \(session.console.link(shown, to: path.file))")
    }

    @MainActor
    private static func summary(_ session: Session) -> String {
        let document = session.recorder.document
        let counts =
            count(document.cells.count, "line") + ", " + count(session.pictures.count, "image")
        return session.recorder.path.map { "\(counts) · \($0)" } ?? "\(counts) · not in a file"
    }

    private static func list(_ store: SessionStore?) -> String {
        let items = store?.items() ?? []
        if items.isEmpty { return "no sessions are recorded" }
        return Manual.columns(
            items.map { item in
                let document = try? SessionDocument(file: item.path)
                let cells = document?.cells ?? []
                let state = item.isInUse ? " · in use" : item.isCutOff ? " · cut off" : ""
                let begin = cells.first { $0.text.hasPrefix("gen ") || $0.text.hasPrefix("\"") }
                let more =
                    (begin ?? cells.first).map { " · " + $0.text.prefix { $0 != "\n" } } ?? ""
                return (
                    item.name,
                    count(cells.count, "line") + ", " + count(document?.images.count ?? 0, "image")
                        + state + more
                )
            })
    }
}

/// `1 line`, `2 lines`.
func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
}
