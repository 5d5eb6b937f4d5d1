import Diagnostics

/// What a session can be exported as, by the ending of the file's name.
enum ExportFormat: String, CaseIterable {
    /// A Jupyter notebook.
    case notebook = ".ipynb"
    /// A web page.
    case page = ".html"
    /// Markdown, with its pictures in files beside it.
    case markdown = ".md"

    /// The format that `path` asks for by its ending.
    init(path: String) throws(ExportError) {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let format = Self.allCases.first { name.lowercased().hasSuffix($0.rawValue) }
        guard let format, name.count > format.rawValue.count else {
            throw .unknownEnding(path)
        }
        self = format
    }

    /// What writes this format; `path` is the file that is written.
    @MainActor
    func exporter(path: String) -> any SessionExporter {
        switch self {
        case .notebook: NotebookExporter()
        case .page: PageExporter()
        case .markdown: MarkdownExporter(path: path)
        }
    }
}

/// What cannot be exported.
enum ExportError: ExplainedError, Hashable {
    /// The file's name ends in nothing that can be written.
    case unknownEnding(String)
    /// The session has no lines yet.
    case nothing

    var message: String {
        switch self {
        case .unknownEnding(let path):
            "cannot export to `\(path)`: a session becomes a file in `.ipynb`, `.html` or `.md`"
        case .nothing: "there is nothing to export yet"
        }
    }

    var hint: String? {
        switch self {
        case .unknownEnding: "end the name in one of the three"
        case .nothing: "make a picture first: `gen \"a lion having coffee\"`"
        }
    }
}
