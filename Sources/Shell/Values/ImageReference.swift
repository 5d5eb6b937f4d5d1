package import CommandLanguage

/// A picture of this session: `$3`, `$last`, `$-2`.
package struct ImageReference: ArgumentValue {
    /// The session's pictures.
    package static let topic = Topic("pictures")
    package static let placeholder = "IMAGE"
    package static let expectation = "a picture, such as `$3` or `$last`"
    package static let completion = CompletionRule.topic(topic)
    package static let takesReferences = true
    /// The latest picture.
    package static let last = ImageReference(reference: Reference(.last))
    private let reference: Reference

    private init(reference: Reference) { self.reference = reference }

    package init?(argument text: String) {
        guard let reference = Reference(text), reference.fact == nil else { return nil }
        self.reference = reference
    }

    package static func advice(for text: String) -> String? {
        let number = text.hasPrefix("#") ? String(text.dropFirst()) : text
        return Int(number).flatMap { $0 > 0 ? "did you mean `$\($0)`?" : nil }
    }

    /// Which picture is meant.
    package var target: Reference.Target { reference.target }
    package var text: String { reference.text }
}

/// Pictures of this session: `$3`, `$last`, or those of a range, `$2..$5`.
package struct ImageSelection: ArgumentValue {
    package static let placeholder = "IMAGES"
    package static let expectation = "pictures, such as `$3`, `$last` or `$2..$5`"
    package static let completion = CompletionRule.topic(ImageReference.topic)
    package static let takesReferences = true
    /// The picture, or the one at the beginning of the range.
    package let first: ImageReference
    /// The one at the end of the range; nil for a picture alone.
    package let end: ImageReference?

    package init?(argument text: String) {
        let range = text.firstRange(of: "..")
        guard
            let first = ImageReference(
                argument: String(text[..<(range?.lowerBound ?? text.endIndex)]))
        else { return nil }
        self.first = first
        guard let range else {
            end = nil
            return
        }
        let rest = text[range.upperBound...]
        guard let end = ImageReference(argument: rest.hasPrefix("$") ? String(rest) : "$\(rest)")
        else { return nil }
        self.end = end
    }

    package static func advice(for text: String) -> String? { ImageReference.advice(for: text) }

    package var text: String { first.text + (end.map { "..\($0.text)" } ?? "") }
}

/// What pictures `images` lists: those of a selection, or those whose prompt has a text in it.
package enum ImageFilter: ArgumentValue {
    /// These pictures.
    case selection(ImageSelection)
    /// Those whose prompt has this text in it.
    case prompt(String)

    package static let placeholder = "IMAGES|TEXT"
    package static let expectation = ImageSelection.expectation
    package static let completion = ImageSelection.completion
    package static let takesReferences = true

    package init?(argument text: String) {
        if let selection = ImageSelection(argument: text) {
            self = .selection(selection)
        } else {
            if text.isEmpty || text.hasPrefix("$") { return nil }
            self = .prompt(text)
        }
    }

    package var text: String {
        switch self {
        case .selection(let selection): selection.text
        case .prompt(let text): text
        }
    }
}

/// A picture of this session, or one in a PNG file.
package enum PictureSource: ArgumentValue {
    /// One of this session.
    case session(ImageReference)
    /// One in a file.
    case file(FilePath)

    package static let placeholder = "IMAGE|FILE.png"
    package static let expectation = "a picture, such as `$3` or `$last`, or a PNG file"
    package static let completion = CompletionRule.any([.topic(ImageReference.topic), .files])
    package static let takesReferences = true

    package init?(argument text: String) {
        if let reference = ImageReference(argument: text) {
            self = .session(reference)
        } else {
            guard !text.hasPrefix("$"), let path = FilePath(argument: text) else { return nil }
            self = .file(path)
        }
    }

    package static func advice(for text: String) -> String? { ImageReference.advice(for: text) }

    package var text: String {
        switch self {
        case .session(let reference): reference.text
        case .file(let path): path.text
        }
    }
}
