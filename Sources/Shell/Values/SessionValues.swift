package import CommandLanguage
import Diagnostics

/// What `session` is to do.
package enum SessionAction: String, CaseIterable, ArgumentValue {
    case new, save, load, list

    package static let placeholder = "ACTION"
    package static let expectation = "`new`, `save`, `load` or `list`"
    package static let completion = CompletionRule.words([
        Completion("new", "begins anew, with nothing set and nothing loaded"),
        Completion("save", "writes the session to a file of yours"),
        Completion("load", "takes up a session where it ended"),
        Completion("list", "the recorded sessions"),
    ])

    package init?(argument text: String) { self.init(rawValue: text) }

    package static func advice(for text: String) -> String? {
        nearest(to: text, among: allCases.map(\.rawValue)).map { "did you mean `\($0)`?" }
    }

    package var text: String { rawValue }
}

/// A session: a file's path, or the name of a recorded one.
package struct SessionName: ArgumentValue {
    /// The recorded sessions.
    package static let topic = Topic("sessions")
    package static let placeholder = "NAME"
    package static let expectation = "a session's name or a path"
    package static let completion = CompletionRule.any([.topic(topic), .files])
    package let text: String

    package init?(argument text: String) {
        if text.isEmpty || text.unicodeScalars.contains("\0") { return nil }
        self.text = text
    }
}

/// The number of a line of this session.
package struct CellNumber: ArgumentValue {
    package static let placeholder = "CELL"
    package static let expectation = "the number of a line, from 1"
    /// The number.
    package let number: Int

    package init?(argument text: String) {
        guard let number = Int(text), number > 0 else { return nil }
        self.number = number
    }

    package var text: String { String(number) }
}

/// How a session is replayed.
package enum ReplayMode: String, CaseIterable, ArgumentValue {
    case verify, trust, step, pay

    package static let placeholder = "MODE"
    package static let expectation = "`verify`, `trust`, `step` or `pay`"
    package static let completion = CompletionRule.words([
        Completion("verify", "compares each picture with the recorded one"),
        Completion("trust", "shows the stored pictures, and makes none"),
        Completion("step", "waits for Enter before each line"),
        Completion("pay", "makes pictures of paid services again, too"),
    ])

    package init?(argument text: String) { self.init(rawValue: text) }

    package static func advice(for text: String) -> String? {
        nearest(to: text, among: allCases.map(\.rawValue)).map { "did you mean `\($0)`?" }
    }

    package var text: String { rawValue }
}
