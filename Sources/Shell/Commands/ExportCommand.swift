package import CommandLanguage
import Glibc
import Images

/// Writes the session down for others to read.
package struct ExportCommand: Command {
    private static let fileArgument = Argument<FilePath>(
        "the file; its name ends in `.ipynb`, `.html` or `.md`", name: "FILE")

    package static let manual = Manual(
        name: "export", group: Group.session,
        summary: "writes the session as a notebook, a web page or Markdown", role: .output,
        details: [
            "`.ipynb` is a notebook that Jupyter opens, `.html` a page; both hold their pictures. `.md` is Markdown",
            "with the pictures of `foxes.md` in the folder `foxes_files`, since Markdown cannot hold any.",
            "Keys are left out, and `~` stands for your home folder. A file that was there before is replaced,",
            "and that is said.",
        ],
        arguments: [fileArgument],
        examples: [
            Example("gen \"a fox\"; export foxes.html", "a page that any browser shows"),
            Example("gen \"a fox\"; export foxes.ipynb", "a notebook"),
            Example("gen \"a fox\"; export foxes.md", "`foxes.md`, and `foxes_files/fox-1.png`"),
        ])

    private let file: Located<FilePath>
    private let format: ExportFormat

    package init(_ arguments: Arguments) throws {
        let file = try arguments.value(Self.fileArgument)
        self.file = file
        format = try located(file.span) { try ExportFormat(path: file.value.text) }
    }

    package func run(in session: Session) throws {
        let document = session.recorder.document
        if document.cells.isEmpty { throw ExportError.nothing }
        let (typed, path) = (file.value.text, file.value.path)
        let exported = ExportedSession(
            document, pictures: session.pictures, name: Self.name(of: typed, format))
        let isReplaced = access(path, F_OK) == 0
        let pictures = StoredPictures(total: document.images.count, console: session.console)
        defer { session.console.endProgress() }
        try located(file.span) {
            let file = try AtomicFileWriter(path)
            try format.exporter(path: path).write(exported, to: file, pictures)
            try file.commit()
        }
        let hasFolder = format == .markdown && !document.images.isEmpty
        let names = [
            session.console.link(typed, to: path),
            session.console.link(
                MarkdownExporter.folder(of: typed) + "/", to: MarkdownExporter.folder(of: path)),
        ]
        session.console.result(
            "\(isReplaced ? "replaced" : "saved") "
                + names.prefix(hasFolder ? 2 : 1).joined(separator: " and "))
    }

    /// A file's name without folder and ending.
    private static func name(of path: String, _ format: ExportFormat) -> String {
        String((path.split(separator: "/").last ?? "").dropLast(format.rawValue.count))
    }
}
