import Generation

/// A session as others may see it: what every export is made of.
struct ExportedSession {
    /// A part of it.
    enum Part {
        /// Lines of a comment.
        case prose([String])
        /// A command with what came of it.
        case cell(ExportedCell)
    }

    /// What a comment at the beginning calls the session; nil where there is none.
    private(set) var heading: String?
    /// What the session is called.
    var title: String { heading ?? name }
    /// The parts in their order, without the heading.
    private(set) var parts: [Part] = []
    private let name: String

    /// The session that `document` tells of, called `name` where it does not name itself; `pictures` are those that there are.
    init(_ document: SessionDocument, pictures: [Picture], name: String) {
        self.name = name
        let cleaner = TextCleaner()
        var prose: [String] = []
        var number = 0
        for entry in document.entries {
            if case .comment(let line) = entry, let text = Self.prose(line) {
                prose.append(cleaner.clean(text))
                continue
            }
            if !prose.isEmpty { parts.append(.prose(prose)) }
            prose = []
            guard case .cell(let cell) = entry else { continue }
            number += 1
            parts.append(.cell(ExportedCell(cell, number, pictures, cleaner)))
        }
        if !prose.isEmpty { parts.append(.prose(prose)) }
        heading = takeHeading()
    }

    /// The cells.
    var cells: [ExportedCell] {
        parts.compactMap { if case .cell(let cell) = $0 { cell } else { nil } }
    }

    /// The pictures.
    var pictures: [ExportedPicture] { cells.flatMap(\.pictures) }

    /// Takes the first line out of a comment at the beginning, unless the next one goes on with it.
    private mutating func takeHeading() -> String? {
        guard case .prose(let lines) = parts.first, let first = lines.first else { return nil }
        let rest = lines.dropFirst()
        if rest.first?.first?.isLowercase == true { return nil }
        parts.removeFirst()
        if !rest.isEmpty { parts.insert(.prose(Array(rest)), at: 0) }
        return first
    }

    /// What a comment says; nil where it says nothing.
    private static func prose(_ line: String) -> String? {
        guard let mark = line.firstIndex(of: "#") else { return nil }
        var text = line[line.index(after: mark)...]
        // A script's first line is for the system, and what is recorded for nobody here.
        if text.first == "!" || text.first == "=" { return nil }
        if text.first == " " { text.removeFirst() }
        return text.allSatisfy(\.isWhitespace) ? nil : String(text)
    }
}

/// A command as others may see it, with what came of it.
struct ExportedCell {
    /// Something that came of a command.
    enum Output {
        /// A line of text.
        case text(String)
        /// A picture.
        case picture(ExportedPicture)
        /// The command failed, or was interrupted; the message is nil where there is nothing more to say.
        case failure(kind: String, message: String?)
    }

    /// Its number, as it stood in the prompt.
    let number: Int
    /// What was typed.
    let source: String
    /// What came of it.
    let outputs: [Output]

    /// Cell `number` of a session whose pictures are `pictures`.
    init(_ cell: Cell, _ number: Int, _ pictures: [Picture], _ cleaner: TextCleaner) {
        self.number = number
        source = visible(cleaner.clean(cell.text))
        outputs = cell.results.compactMap { Self.output($0, pictures, cleaner) }
    }

    /// The pictures that it made.
    var pictures: [ExportedPicture] {
        outputs.compactMap { if case .picture(let picture) = $0 { picture } else { nil } }
    }

    /// Whether it failed or was interrupted.
    var hasFailed: Bool {
        outputs.contains { if case .failure = $0 { true } else { false } }
    }

    private static func output(
        _ result: CellResult, _ pictures: [Picture], _ cleaner: TextCleaner
    ) -> Output? {
        switch result {
        case .model(let engine, _): .text(visible(cleaner.clean(engine.shareable.line)))
        case .weights(let digest): .text(visible(cleaner.clean("weights \(digest)")))
        case .image(let image):
            .picture(ExportedPicture(image, of: pictures, cleaner))
        case .error(let message):
            .failure(kind: "error", message: visible(cleaner.clean(message)))
        case .interrupted: .failure(kind: "interrupted", message: nil)
        case .other(let line): other(line).map { .text(visible(cleaner.clean($0))) }
        }
    }

    /// What a recorded line says that this version does not know; the mark of the file's end says nothing.
    private static func other(_ line: String) -> String? {
        if line + "\n" == SessionJournal.endMark { return nil }
        return String(line.dropFirst(ResultLine.mark.count).drop(while: \.isWhitespace))
    }
}

extension ExportedCell.Output {
    /// What a failure says in one line.
    static func line(ofFailure kind: String, _ message: String?) -> String {
        message.map { "\(kind): \($0)" } ?? kind
    }
}
