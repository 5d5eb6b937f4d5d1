package import CommandLanguage
import Diagnostics

/// A word of those that some services know: which ones a model takes, its settings say.
package protocol ServiceWord: ArgumentValue, CaseIterable, RawRepresentable<String> {
    /// What it means, in a few words.
    var meaning: String { get }
    /// The setting that it is a value of.
    static var topic: Topic { get }
}

extension ServiceWord {
    package init?(argument text: String) { self.init(rawValue: text) }

    package var text: String { rawValue }

    package static var completion: CompletionRule { .topic(topic) }

    package static var expectation: String {
        let words = allCases.map { "`\($0.rawValue)`" }
        return words.dropLast().joined(separator: ", ") + (words.last.map { " or \($0)" } ?? "")
    }

    package static func advice(for text: String) -> String? {
        nearest(to: text, among: allCases.map(\.rawValue)).map { "did you mean `\($0)`?" }
    }

    /// All of them, or those in `taken`, with what they mean.
    static func completions(_ taken: [String]?) -> [Completion] {
        allCases.filter { taken?.contains($0.rawValue) ?? true }
            .map { Completion($0.rawValue, $0.meaning) }
    }
}

/// How good a picture a service makes, and how dear.
package enum ImageQuality: String, ServiceWord {
    case low, medium, high, xhigh, max, auto, standard, hd

    package static let placeholder = "QUALITY"
    package static let topic = Topic("quality")

    package var meaning: String {
        switch self {
        case .low: "quick and cheap"
        case .medium: "in between"
        case .high: "slow and dear"
        case .xhigh: "slower and dearer"
        case .max: "as good as it can"
        case .auto: "as the service thinks fit"
        case .standard: "DALL-E's usual one"
        case .hd: "DALL-E 3's better one"
        }
    }
}

/// The manner of a picture of DALL-E 3.
package enum ImageStyle: String, ServiceWord {
    case vivid, natural

    package static let placeholder = "STYLE"
    package static let topic = Topic("style")

    package var meaning: String { self == .vivid ? "dramatic" : "as a photo would be" }
}

/// What is behind what a picture shows.
package enum ImageBackground: String, ServiceWord {
    case transparent, opaque, auto

    package static let placeholder = "KIND"
    package static let topic = Topic("background")

    package var meaning: String {
        switch self {
        case .transparent: "nothing"
        case .opaque: "something"
        case .auto: "as the service thinks fit"
        }
    }
}

/// How strictly a service looks at what it is asked for.
package enum ImageModeration: String, ServiceWord {
    case low, auto

    package static let placeholder = "LEVEL"
    package static let topic = Topic("moderation")

    package var meaning: String { self == .low ? "less than usual" : "as the service thinks fit" }
}

/// The kind of file that a service sends.
package enum ImageFormat: String, ServiceWord {
    case png, jpeg, webp

    package static let placeholder = "FORMAT"
    package static let topic = Topic("format")

    package var meaning: String {
        switch self {
        case .png: "PNG"
        case .jpeg: "JPEG, which is smaller"
        case .webp: "WebP, which is smaller still"
        }
    }
}
