import CommandLanguage
import Generation
import Images

/// Runs a recorded session again, in a session of its own.
@MainActor
final class Replay {
    private let document: SessionDocument
    private let folder: String
    private let modes: Set<ReplayMode>
    private let console: Console
    private let session: Session
    private var verdicts: [Verdict] = []
    /// Why pictures cannot be made at present: their model could not be loaded.
    private var obstacle: String?

    /// A replay of `document`, whose pictures are in `folder`, that speaks where `session` does and leaves that one alone.
    init(
        _ document: SessionDocument, picturesIn folder: String, modes: Set<ReplayMode>,
        for session: Session
    ) {
        self.document = document
        self.folder = folder
        self.modes = modes
        console = session.console
        self.session = Session(
            loader: session.loader,
            console: modes.contains(.verify) ? session.console.muted : session.console)
        self.session.loadsLate = modes.contains(.trust)
    }

    /// Does it; gives the status that it calls for.
    func run() async throws -> ExitStatus {
        try refusePrograms()
        var number = 0
        for entry in document.entries where !session.isOver {
            switch entry {
            case .comment(let line):
                if !modes.contains(.verify) { console.result(line) }
            case .cell(let cell):
                number += 1
                if cell.isStruck { continue }
                let status = try await replay(cell, number)
                if status == .interrupted { throw CancellationError() }
                if status != .done, !modes.contains(.verify) { return status }
            }
        }
        return conclude()
    }

    /// Refuses a session that would start programs of the system, before anything of it is done.
    private func refusePrograms() throws {
        for cell in document.cells where !cell.isStruck {
            for command in Scanner.scan(cell.text).commands {
                if let line = command.first?.systemCommand { throw SystemShellError.notTyped(line) }
            }
        }
    }

    private func replay(_ cell: Cell, _ number: Int) async throws -> ExitStatus {
        if modes.contains(.step) { try await console.waitForEnter() }
        if !modes.contains(.verify) { console.result("[\(number)]› \(cell.text)") }
        if let reason = reasonToTrust(cell) {
            show(cell, reason)
            return .done
        }
        let before = session.pictures.count
        seedAsRecorded(cell)
        let failure = await perform(cell)
        if failure == .interrupted { return .interrupted }
        compare(cell, Array(session.pictures[before...]))
        session.nextNumber = max(session.nextNumber, (cell.images.last?.number ?? 0) + 1)
        return failure ?? .done
    }

    /// Why the stored pictures of a line stand in for it; nil where it is to be run.
    private func reasonToTrust(_ cell: Cell) -> String? {
        guard let image = cell.images.first else { return nil }
        if modes.contains(.trust) { return "stored" }
        let isRemote = image.picture.engine.device == "remote"
        return isRemote && !modes.contains(.pay)
            ? "\(image.picture.engine.model) is a paid service" : nil
    }

    private func show(_ cell: Cell, _ reason: String) {
        for image in cell.images {
            session.adopt(image, from: folder)
            if modes.contains(.verify) {
                judge(image, .cannot(reason, isExpected: true))
            } else if let stored = stored(image) {
                console.result(image.line + " · stored")
                if stored.pixelHash != image.picture.pixels {
                    judge(image, .cannot("the stored picture is not the recorded one"))
                }
            } else {
                judge(image, .cannot("there is no file `\(folder)/\(image.fileName)`"))
            }
        }
    }

    /// Lets a seed that was drawn be the recorded one.
    private func seedAsRecorded(_ cell: Cell) {
        let seeds = cell.images.map(\.picture.request.seed)
        session.drawSeed = { seeds.first ?? .random(in: Seed.drawn) }
    }

    /// Runs a line; gives the status of one that failed, and keeps in mind what that means for later ones.
    private func perform(_ cell: Cell) async -> ExitStatus? {
        let roles = Scanner.scan(cell.text).commands.map(Commands.role)
        if roles.contains(where: { $0 == .output || $0 == .control }) {
            if !modes.contains(.verify) { console.note("passed over in a replay") }
            return nil
        }
        let isModel = cell.results.contains { if case .model = $0 { true } else { false } }
        if obstacle != nil, !isModel, !cell.images.isEmpty { return nil }
        if isModel { obstacle = nil }
        let status = await Interpreter(session).run(cell.text)
        if status == .done { return nil }
        if modes.contains(.verify), isModel { obstacle = lastError }
        return status
    }

    /// What the last line failed with.
    private var lastError: String? {
        guard case .error(let message) = session.recorder.document.cells.last?.results.last else {
            return nil
        }
        return message
    }

    private func compare(_ cell: Cell, _ made: [Picture]) {
        guard modes.contains(.verify) else { return }
        for (index, image) in cell.images.enumerated() {
            if let partial = image.picture.partial {
                let steps = "\(partial.step) of \(partial.total) steps"
                judge(image, .cannot("it was interrupted after \(steps)", isExpected: true))
            } else if made.indices.contains(index) {
                judge(image, Verdict(made[index], recorded: image, stored: stored(image)))
            } else {
                judge(image, .cannot(obstacle ?? lastError ?? "the line made no such picture"))
            }
        }
    }

    private func stored(_ image: ImageRecord) -> RGBImage? {
        try? PNGFile.read("\(folder)/\(image.fileName)").image
    }

    private func judge(_ image: ImageRecord, _ verdict: Verdict) {
        verdicts.append(verdict)
        console.result("image \(image.number) · \(verdict.text)")
    }

    private func conclude() -> ExitStatus {
        if modes.contains(.verify) { console.result(summary) }
        return verdicts.contains(where: \.isFailure) ? .differed : .done
    }

    /// How many pictures got which verdict (`3 EXACT, 1 CLOSE`).
    private var summary: String {
        let words = ["EXACT", "CLOSE", "DIFFERENT", "CANNOT"]
        let counts = words.compactMap { word in
            let count = verdicts.count { $0.word == word }
            return count > 0 ? "\(count) \(word)" : nil
        }
        return counts.isEmpty ? "no pictures are recorded" : counts.joined(separator: ", ")
    }
}
