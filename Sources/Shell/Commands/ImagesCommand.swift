package import CommandLanguage
import Generation
import Terminal

/// Lists the session's pictures.
package struct ImagesCommand: Command {
    private static let filterArgument = Argument<ImageFilter>(
        "which to list: `$2..$5`, or words that the prompt has; by default all", .repeated)
    /// How much of a prompt is shown.
    private static let promptColumns = 48

    package static let manual = Manual(
        name: "images", group: Group.images, summary: "lists this session's pictures",
        details: [
            "A line each: number, size, seed, prompt, file. A picture that was interrupted says how many of",
            "its steps were made.",
            "In a terminal that shows pictures, the last \(ContactSheet.mostThumbnails) of them follow as thumbnails.",
        ],
        arguments: [filterArgument],
        examples: [
            Example("gen \"a fox\"; images", "all of them"),
            Example(
                "gen \"a fox\"; gen \"a wolf\"; images fox", "those whose prompt has `fox` in it"),
            Example("gen \"a fox\" n=4; images $2..$last", "those from the second on"),
        ])

    private let filters: [Located<ImageFilter>]

    package init(_ arguments: Arguments) throws {
        filters = try arguments.all(Self.filterArgument)
    }

    package func run(in session: Session) throws {
        guard !session.pictures.isEmpty else { return session.console.note("no pictures yet") }
        let pictures = try chosen(session)
        guard !pictures.isEmpty else {
            return session.console.note(
                "no prompt has \(words.map { "`\($0)`" }.joined(separator: " and ")) in it")
        }
        session.console.result(aligned(pictures.map { Self.row($0, session.console) }))
        let folders = Set(pictures.compactMap { $0.path.map(Self.parts)?.folder })
        for folder in folders.sorted() { session.console.note("files are in \(folder)") }
        try session.showThumbnails(of: pictures)
    }

    private var words: [String] {
        filters.compactMap { if case .prompt(let text) = $0.value { text } else { nil } }
    }

    @MainActor
    private func chosen(_ session: Session) throws -> [Picture] {
        let selections = filters.compactMap { filter in
            if case .selection(let selection) = filter.value {
                Located(selection, at: filter.span)
            } else {
                nil
            }
        }
        let pictures = selections.isEmpty ? session.pictures : try session.pictures(selections)
        return pictures.filter { picture in
            let prompt = picture.record.request.prompt.lowercased()
            return words.allSatisfy { prompt.contains($0.lowercased()) }
        }
    }

    private static func row(_ picture: Picture, _ console: Console) -> [String] {
        let request = picture.record.request
        let partial = picture.record.partial.map { "partial, \($0.step) of \($0.total) steps" }
        return [
            "$\(picture.number)", request.size.description, "seed \(request.seed)",
            shortened(request.prompt, to: promptColumns),
            [partial, picture.path.map { console.link(parts($0).name, to: $0) }]
                .compactMap(\.self).joined(separator: "  "),
        ]
    }

    /// A path cut before its last component.
    private static func parts(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }
}
