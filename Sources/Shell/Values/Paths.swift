package import CommandLanguage
import FoundationEssentials

/// A file or folder; `~` at the beginning is the user's home.
package struct FilePath: ArgumentValue {
    package static let placeholder = "PATH"
    package static let expectation = "a path"
    package static let completion = CompletionRule.files
    /// The path as it was typed.
    package let text: String

    package init?(argument text: String) {
        if text.isEmpty || text.unicodeScalars.contains("\0") { return nil }
        self.text = text
    }

    /// The path as the system takes it.
    package var path: String {
        guard text == "~" || text.hasPrefix("~/"),
            let home = ProcessInfo.processInfo.environment["HOME"]
        else { return text }
        return home + text.dropFirst()
    }

    /// Whether a folder is meant: one that is there, or a path that ends as a folder's does.
    var isFolder: Bool { text.hasSuffix("/") || SessionVocabulary.isFolder(path) }
}

/// A PNG file to write, or a folder for it.
package struct PNGPath: ArgumentValue {
    package static let placeholder = "FILE.png"
    package static let expectation =
        "a PNG file, such as `sheet.png`, or a folder, such as `sheets/`"
    package static let completion = CompletionRule.files
    /// The path.
    package let path: FilePath

    package init?(argument text: String) {
        // A word without an ending is rather a mistyped picture than a file.
        let isPNG = text.lowercased().hasSuffix(".png") || text.hasSuffix("/") || text == "."
        guard isPNG, let path = FilePath(argument: text) else { return nil }
        self.path = path
    }

    package static func advice(for text: String) -> String? {
        ImageReference.advice(for: text) ?? "did you mean `\(text).png`?"
    }

    package var text: String { path.text }
}

/// How the name of a picture's file is made from its facts.
package struct NamePattern: ArgumentValue {
    /// The facts that a pattern can name.
    package static let fields = ["prompt", "number", "seed", "size", "steps", "model"]
    package static let placeholder = "PATTERN"
    package static let expectation =
        "a file name without `/`, in which "
        + fields.map { "{\($0)}" }.joined(separator: " ") + " stand for facts"
    /// What counts where the user names none.
    package static let usual = NamePattern(text: "{prompt}-{number}")
    package let text: String

    private init(text: String) { self.text = text }

    package init?(argument text: String) {
        let pattern = NamePattern(text: text)
        let unknown = pattern.parts.contains { part in
            switch part {
            case .field(let name): !Self.fields.contains(name)
            case .plain(let text): text.contains { "/{}\0".contains($0) }
            }
        }
        if text.isEmpty || text.first == "." || unknown { return nil }
        self = pattern
    }

    /// The name that comes about where `fact` gives each field's text.
    package func name(_ fact: (String) -> String) -> String {
        parts.map {
            switch $0 {
            case .field(let name): fact(name)
            case .plain(let text): text
            }
        }.joined()
    }

    private enum Part {
        case plain(String)
        case field(String)
    }

    private var parts: [Part] {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            parts.append(.plain(String(rest[..<open])))
            parts.append(.field(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        return parts + [.plain(String(rest))]
    }
}

/// A path from the root.
func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
}

/// A prompt as a part of a file name: `A lion, having coffee` is `lion-having-coffee`.
func slug(_ prompt: String) -> String {
    let words = prompt.lowercased().split { !$0.isLetter && !$0.isNumber }
    let articles: Set<Substring> = ["a", "an", "the"]
    let kept = words.count > 1 && articles.contains(words[0]) ? words.dropFirst() : words[...]
    var name = ""
    for word in kept {
        // A name may have 255 bytes: this leaves room for what else a pattern holds.
        if name.utf8.count + word.utf8.count > 80 { break }
        name += (name.isEmpty ? "" : "-") + word
    }
    return name.isEmpty ? "image" : name
}
