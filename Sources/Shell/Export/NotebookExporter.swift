import FoundationEssentials
import Generation
import Images

/// Writes a session as a Jupyter notebook, format 4.5.
struct NotebookExporter: SessionExporter {
    func write(
        _ session: ExportedSession, to file: AtomicFileWriter, _ pictures: StoredPictures
    ) throws {
        try file.append("{\n \"cells\": [")
        var notes = 0
        var separator = "\n"
        func addNote(_ text: String) throws {
            notes += 1
            let note = NotebookNote(id: "note-\(notes)", source: NotebookText(text))
            try file.append(separator + "  " + json(note))
            separator = ",\n"
        }
        if let heading = session.heading { try addNote("# " + plainMarkdown(heading)) }
        for part in session.parts {
            switch part {
            case .prose(let lines):
                try addNote(lines.map(plainMarkdown).joined(separator: "\n"))
            case .cell(let cell):
                try file.append(separator)
                try write(cell, to: file, pictures)
                separator = ",\n"
            }
        }
        let metadata = try json(NotebookMetadata())
        try file.append(
            "\n ],\n \"metadata\": \(metadata),\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n")
    }

    /// Writes a cell output by output, since those of one cell may be a hundred pictures.
    private func write(
        _ cell: ExportedCell, to file: AtomicFileWriter, _ pictures: StoredPictures
    ) throws {
        let source = try json(NotebookText(cell.source))
        try file.append(
            """
              {
               "cell_type": "code",
               "execution_count": \(cell.number),
               "id": "cell-\(cell.number)",
               "metadata": {},
               "source": \(source),
               "outputs": [
            """)
        var separator = "\n"
        for output in cell.outputs {
            for value in try values(of: output, pictures) {
                try file.append(separator + "    " + json(value))
                separator = ",\n"
            }
        }
        try file.append("\n   ]\n  }")
    }

    private func values(
        of output: ExportedCell.Output, _ pictures: StoredPictures
    ) throws -> [any Encodable] {
        switch output {
        case .text(let text): return [NotebookStream(text: NotebookText(text + "\n"))]
        case .failure(let kind, let message): return [NotebookError(kind, message)]
        case .picture(let picture):
            let line = NotebookStream(text: NotebookText(picture.line + "\n"))
            guard let png = try pictures.png(picture) else { return [line] }
            return [line, NotebookPicture(picture, png)]
        }
    }

    private func json(_ value: any Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// A comment's line as Markdown in which no HTML begins: not every reader keeps a notebook's scripts from running.
func plainMarkdown(_ line: String) -> String {
    var result = ""
    for (index, part) in visible(line).split(separator: "<", omittingEmptySubsequences: false)
        .enumerated()
    {
        let begins = part.first.map { $0.isLetter || "/!?".contains($0) } ?? false
        result += (index == 0 ? "" : begins ? "&lt;" : "<") + part
    }
    return result
}

/// A text as notebooks hold it: its lines, each with its end.
private struct NotebookText: Encodable {
    private let lines: [String]

    init(_ text: String) {
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        lines = parts.enumerated().compactMap { index, line in
            if index + 1 < parts.count { return line + "\n" }
            return line.isEmpty ? nil : String(line)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(lines)
    }
}

/// A cell of Markdown.
private struct NotebookNote: Encodable {
    let cellType = "markdown"
    let id: String
    let metadata: [String: String] = [:]
    let source: NotebookText
}

/// An output of plain text.
private struct NotebookStream: Encodable {
    let outputType = "stream"
    let name = "stdout"
    let text: NotebookText
}

/// An output of a command that failed.
private struct NotebookError: Encodable {
    let outputType = "error"
    let ename: String
    let evalue: String
    let traceback: [String]

    init(_ kind: String, _ message: String?) {
        ename = kind
        evalue = message ?? ""
        traceback = [ExportedCell.Output.line(ofFailure: kind, message)]
    }
}

/// An output that is a picture, with its facts beside it.
private struct NotebookPicture: Encodable {
    struct Data: Encodable {
        let png: String
        let plain: NotebookText

        enum CodingKeys: String, CodingKey {
            case png = "image/png"
            case plain = "text/plain"
        }
    }

    struct Metadata: Encodable {
        let easel: [String: String]
        let png: Display

        enum CodingKeys: String, CodingKey {
            case easel
            case png = "image/png"
        }
    }

    struct Display: Encodable {
        let alt: String
        let width: Int
        let height: Int
    }

    let outputType = "display_data"
    let data: Data
    let metadata: Metadata

    init(_ picture: ExportedPicture, _ png: [UInt8]) {
        data = Data(
            png: FoundationEssentials.Data(png).base64EncodedString(),
            plain: NotebookText("<\(picture.line)>"))
        metadata = Metadata(
            easel: Dictionary(picture.facts.map { ($0.name, $0.text) }) { first, _ in first },
            png: Display(
                alt: picture.prompt, width: picture.size.width, height: picture.size.height))
    }
}

/// What a notebook says of its language.
private struct NotebookMetadata: Encodable {
    struct Kernel: Encodable {
        let name = "easel"
        let displayName = "Easel"
        let language = "easel"
    }

    struct Language: Encodable {
        let name = "easel"
        let version = Easel.version
        let fileExtension = ".easel"
        let mimetype = "text/x-easel"
    }

    let kernelspec = Kernel()
    let languageInfo = Language()
}
