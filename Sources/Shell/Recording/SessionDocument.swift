package import Generation

/// What a session file says, from top to bottom.
package struct SessionDocument: Hashable, Sendable {
    /// A part of a session file.
    package enum Entry: Hashable, Sendable {
        /// A line that is no command: a comment, or nothing.
        case comment(String)
        /// A command with what came of it.
        case cell(Cell)
    }

    /// The first line of every session file.
    static let header = "#! easel 1"

    /// The parts in their order.
    package var entries: [Entry]

    /// A document of the given parts.
    package init(entries: [Entry] = []) {
        self.entries = entries
    }

    /// The cells; cell 1 is the first.
    package var cells: [Cell] {
        entries.compactMap { if case .cell(let cell) = $0 { cell } else { nil } }
    }

    /// The pictures that were made, in their order.
    package var images: [ImageRecord] { cells.flatMap(\.images) }
}

/// A command of a session, with what came of it.
package struct Cell: Hashable, Sendable {
    /// What was typed, without the line's end; it may have several lines.
    package var text: String
    /// Whether it did nothing, so that running the file passes it over.
    package var isStruck: Bool
    /// What came of it.
    package var results: [CellResult]

    /// A command with its results.
    package init(text: String, isStruck: Bool = false, results: [CellResult] = []) {
        self.text = text
        self.isStruck = isStruck
        self.results = results
    }

    /// The pictures that it made.
    package var images: [ImageRecord] {
        results.compactMap { if case .image(let image) = $0 { image } else { nil } }
    }

    /// The model that it loaded; nil where it loaded none.
    package var model: EngineIdentity? {
        results.lazy.compactMap { if case .model(let engine, _) = $0 { engine } else { nil } }.first
    }

    /// The commits of the models that it loaded from repositories, by the models' names.
    var revisions: [String: String] {
        results.reduce(into: [:]) { revisions, result in
            if case .model(let engine, _) = result, let revision = engine.revision {
                revisions[engine.model] = revision
            }
        }
    }

    /// Whether it came to its end.
    package var isDone: Bool {
        let isFailure = results.contains {
            switch $0 {
            case .error, .interrupted: true
            default: false
            }
        }
        return !isStruck && !isFailure
    }
}

/// Something that came of a command, as a session file records it.
package enum CellResult: Hashable, Sendable {
    /// A model was loaded, by this version of Easel.
    case model(EngineIdentity, easel: String)
    /// What the loaded model's weights are, as a digest.
    case weights(String)
    /// A picture was made.
    case image(ImageRecord)
    /// The command failed, for this reason.
    case error(String)
    /// Ctrl-C stopped the command.
    case interrupted
    /// Something that this version does not know, as the file has it.
    case other(String)
}

/// A picture, as a session file records it.
package struct ImageRecord: Hashable, Sendable {
    /// Its number, the 3 of `$3`.
    package var number: Int
    /// The name of its file, in the folder beside the session file; nil where it could not be written.
    package var file: String?
    /// What determined its pixels.
    package var picture: PictureRecord

    /// A picture's record.
    package init(number: Int, file: String?, picture: PictureRecord) {
        self.number = number
        self.file = file
        self.picture = picture
    }
}
