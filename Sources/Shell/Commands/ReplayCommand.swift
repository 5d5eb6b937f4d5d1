package import CommandLanguage

/// Runs a recorded session again.
package struct ReplayCommand: Command {
    private static let fileArgument = Argument<SessionName>(
        "a session file, or a name that `session list` shows")
    private static let modesArgument = Argument<ReplayMode>(
        "`verify`, `trust`, `step`, `pay`; several may stand together", .repeated)

    package static let manual = Manual(
        name: "replay", group: Group.session, summary: "runs a recorded session again",
        role: .control,
        details: [
            "It runs in a session of its own. A seed that was drawn is the recorded one.",
            "`verify` compares each picture with the recorded one: EXACT (the same pixels), CLOSE (35 dB or",
            "more), DIFFERENT, CANNOT, and names the first recorded fact that differs. Then `easel replay`",
            "ends with status 3 where one is DIFFERENT, or could not be made.",
            "`trust` shows the stored pictures and makes none; `step` waits for Enter before each line that does",
            "something, as for a class.",
            "Pictures of paid services are shown as they are stored, unless `pay` is given.",
            "`save`, `open` and `export` are passed over; no other command writes a file of yours, either.",
        ],
        arguments: [fileArgument, modesArgument],
        examples: [
            Example("gen \"a fox\"; session save foxes; replay foxes", "makes the fox again"),
            Example(
                "gen \"a fox\"; session save foxes; replay foxes verify",
                "and says whether it is the same"),
        ])

    private let file: Located<SessionName>
    private let modes: Set<ReplayMode>

    package init(_ arguments: Arguments) throws {
        file = try arguments.value(Self.fileArgument)
        modes = Set(try arguments.all(Self.modesArgument).map(\.value))
    }

    package func run(in session: Session) async throws {
        let path = try located(file.span) { try session.path(of: file.value.text) }
        let document = try located(file.span) { try SessionDocument(file: path.file) }
        let replay = Replay(document, picturesIn: path.folder, modes: modes, for: session)
        let status = try await replay.run()
        if status != .done { throw ReportedError(status: status) }
    }
}
