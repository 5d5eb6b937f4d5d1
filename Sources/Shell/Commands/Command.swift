package import CommandLanguage

/// A command of the shell: its manual, what it reads from its words, and what it does.
package protocol Command: Sendable {
    /// What it is; parsing, help and completion come from here.
    static var manual: Manual { get }

    /// The command that `arguments`, sorted by the manual, ask for.
    init(_ arguments: Arguments) throws

    /// Does it.
    @MainActor
    func run(in session: Session) async throws
}

/// Every command that there is; a new one is a file in this folder and a line here.
package enum Commands {
    /// All commands, in the order of their names.
    package static let all: [any Command.Type] = [
        AgainCommand.self,
        DevicesCommand.self,
        DiffCommand.self,
        DisplayCommand.self,
        DownloadCommand.self,
        ExpectCommand.self,
        ExportCommand.self,
        GenCommand.self,
        GridCommand.self,
        HelpCommand.self,
        HistoryCommand.self,
        ImagesCommand.self,
        InfoCommand.self,
        LoadCommand.self,
        LoginCommand.self,
        LogoutCommand.self,
        ModelsCommand.self,
        OpenCommand.self,
        PauseCommand.self,
        PlanCommand.self,
        QuitCommand.self,
        RemoveCommand.self,
        ReplayCommand.self,
        RerunCommand.self,
        SaveCommand.self,
        SayCommand.self,
        SessionCommand.self,
        SetCommand.self,
        ShowCommand.self,
        SourceCommand.self,
        SweepCommand.self,
        UnloadCommand.self,
        UnsetCommand.self,
        VersionCommand.self,
    ]

    /// The manuals by name; a line that begins with a quotation mark is `gen` of that prompt.
    package static let table = CommandTable(
        all.map { $0.manual }, implied: GenCommand.manual.name)

    /// The manual of the command that `words` ask for; nil where there is none.
    static func manual(_ words: [Word]) -> Manual? {
        try? table.lookUp(words).manual
    }

    /// What a session's record does with the command that `words` ask for.
    static func role(of words: [Word]) -> CommandRole {
        manual(words)?.role ?? .work
    }

    /// Whether the command that `words` ask for makes pictures.
    static func isMaking(_ words: [Word]) -> Bool {
        manual(words)?.group == Group.making
    }

    /// The command that `words` ask for.
    @MainActor
    package static func command(_ words: [Word], in session: Session) throws -> any Command {
        let (manual, span, rest) = try table.lookUp(words)
        guard let type = all.first(where: { $0.manual.name == manual.name }) else {
            throw table.unknown(manual.name).at(span)
        }
        // Arguments are read on the main actor alone, before the command runs.
        let resolve: (Reference) throws -> String = { reference in
            try MainActor.assumeIsolated { try session.text(of: reference) }
        }
        return try type.init(Arguments(rest, of: manual, command: span, resolve: resolve))
    }
}

/// The headings under which `help` lists commands.
enum Group {
    /// Loading and unloading.
    static let models = "Models"
    /// Settings.
    static let settings = "Settings"
    /// Making pictures.
    static let making = "Making"
    /// What to do with pictures.
    static let images = "Images"
    /// Sessions.
    static let session = "Session"
    /// Lessons.
    static let lessons = "Lessons"
    /// The shell itself.
    static let shell = "Shell"

    /// All headings, in the order in which `help` shows them.
    static let all = [models, settings, making, images, session, lessons, shell]
}
