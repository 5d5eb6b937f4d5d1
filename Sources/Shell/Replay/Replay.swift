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
    private let presenter: ReplayPresenter
    private let session: Session
    private var verdicts: [Verdict] = []
    /// How many lines failed that are recorded as done.
    private var failures = 0
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
        presenter = ReplayPresenter(console, modes)
        var inner = modes.contains(.verify) ? console.muted : console
        // The file's own empty lines are shown.
        inner.setsSpeechApart = false
        self.session = Session(loader: session.loader, console: inner)
        self.session.writesFiles = false
    }

    /// Does it; gives the status that it calls for.
    func run() async throws -> ExitStatus {
        try refusePrograms()
        presenter.begin()
        var number = 0
        for entry in document.entries where !session.isOver {
            switch entry {
            case .comment(let line): try await presenter.comment(line)
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
        try await presenter.line(cell.text, number)
        let reason = reasonToTrust(cell)
        let (before, wasObstructed) = (session.pictures.count, obstacle != nil)
        seedAsRecorded(cell)
        session.wantedRevisions = cell.revisions
        // Later lines name pictures by the recorded numbers, whatever is made or fails here.
        if let first = cell.images.first { session.nextNumber = first.number }
        defer { if let last = cell.images.last { session.nextNumber = last.number + 1 } }
        // What was interrupted gives no more pictures than it gave then.
        session.lastNumber = cell.results.contains(.interrupted) ? cell.images.last?.number : nil
        // Where pictures stand for themselves, neither their model nor a key to a service is wanted.
        session.loadsLate = modes.contains(.trust) || cell.model.map(isFree) == false
        let failure = await perform(cell, trusting: reason)
        if failure == .interrupted { return .interrupted }
        if reason == nil {
            let made = Array(session.pictures[before...])
            compare(cell, made)
            let isExplained = cell.images.count { $0.picture.partial == nil } > made.count
            if failure != nil, cell.isDone, !wasObstructed, !isExplained { noteFailure(number) }
        }
        return failure ?? .done
    }

    /// Why the stored pictures of a line stand in for it; nil where it is to be run.
    private func reasonToTrust(_ cell: Cell) -> String? {
        guard let image = cell.images.first else { return nil }
        if modes.contains(.trust) { return "stored" }
        return isFree(image.picture.engine)
            ? nil : "\(image.picture.engine.model) is a paid service"
    }

    /// Whether a picture of `engine` may be made again.
    private func isFree(_ engine: EngineIdentity) -> Bool {
        engine.device != "remote" || modes.contains(.pay)
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

    /// Lets a seed that is drawn be the one that was drawn for the picture that is made next.
    private func seedAsRecorded(_ cell: Cell) {
        let (session, before) = (session, session.pictures.count)
        let seeds = cell.images.map(\.picture.request.seed)
        session.drawSeed = { [unowned session] in
            let place = session.pictures.count - before
            // A seed beyond all that can be asked for was not drawn.
            return seeds.indices.contains(place) && Seed.range.contains(seeds[place])
                ? seeds[place] : .random(in: Seed.drawn)
        }
    }

    /// Runs a line, in which stored pictures stand in for those that it would make where there is a reason to trust them.
    ///
    /// Gives the status of a line that failed, and keeps in mind what that means for later ones.
    private func perform(_ cell: Cell, trusting reason: String?) async -> ExitStatus? {
        let loadsModel = cell.model != nil
        if reason == nil, obstacle != nil, !loadsModel, !cell.images.isEmpty { return nil }
        if loadsModel { obstacle = nil }
        let scanned = Scanner.scan(cell.text)
        let firstMaking = scanned.commands.firstIndex(where: Commands.isMaking) ?? 0
        for (index, words) in scanned.commands.enumerated() where !session.isOver {
            if let reason, index == firstMaking { show(cell, reason) }
            guard isRun(words, isTrusted: reason != nil) else { continue }
            let status = await Interpreter(session).run(scanned.source(of: index, in: cell.text))
            if status == .done { continue }
            let hasModel = session.engine != nil && Commands.role(of: words) != .state
            if modes.contains(.verify), loadsModel, !hasModel { obstacle = lastError }
            return status
        }
        return nil
    }

    /// Whether a replay runs a command: not where stored pictures stand in for it, nor where it leaves something behind.
    private func isRun(_ words: [Word], isTrusted: Bool) -> Bool {
        if Commands.isMaking(words), isTrusted { return false }
        if Commands.isMaking(words), modes.contains(.trust) {
            presenter.note("no picture of this line is stored")
            return false
        }
        switch Commands.role(of: words) {
        case .work, .state: return true
        case .output, .control:
            presenter.note("`\(words.first?.text ?? "")` is passed over in a replay")
            return false
        }
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

    private func noteFailure(_ number: Int) {
        guard modes.contains(.verify) else { return }
        failures += 1
        console.result("line \(number) · failed · \(lastError ?? "for no reason that is known")")
    }

    private func judge(_ image: ImageRecord, _ verdict: Verdict) {
        verdicts.append(verdict)
        console.result("image \(image.number) · \(verdict.text)")
    }

    private func conclude() -> ExitStatus {
        if modes.contains(.verify) { console.result(summary) }
        return failures > 0 || verdicts.contains(where: \.isFailure) ? .differed : .done
    }

    /// How many pictures got which verdict (`3 EXACT, 1 CLOSE`).
    private var summary: String {
        let words = ["EXACT", "CLOSE", "DIFFERENT", "CANNOT"]
        let counts = words.compactMap { word in
            let count = verdicts.count { $0.word == word }
            return count > 0 ? "\(count) \(word)" : nil
        }
        let failed = failures > 0 ? ["\(count(failures, "line")) failed"] : []
        return counts.isEmpty && failed.isEmpty
            ? "no pictures are recorded" : (counts + failed).joined(separator: ", ")
    }
}
