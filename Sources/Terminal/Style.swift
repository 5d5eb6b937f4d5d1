import Glibc

/// Colours and weights of text, or none where they would be noise.
package struct Style: Hashable, Sendable {
    /// Whether text is marked at all.
    package let isOn: Bool

    /// A style that marks text, or leaves all text as it is.
    package init(isOn: Bool) {
        self.isOn = isOn
    }

    /// The style for what is written to a file descriptor: on for a terminal unless `NO_COLOR` is set
    /// to something or `TERM` is `dumb` or absent.
    package init(for file: Int32, environment: [String: String]) {
        let term = environment["TERM", default: ""]
        let refused = !environment["NO_COLOR", default: ""].isEmpty
        isOn = isatty(file) == 1 && !refused && !term.isEmpty && term != "dumb"
    }

    /// Heavy text.
    package func bold(_ text: String) -> String { marked(text, 1, 22) }
    /// Faint text.
    package func dim(_ text: String) -> String { marked(text, 2, 22) }
    /// Red text.
    package func red(_ text: String) -> String { marked(text, 31, 39) }
    /// Green text.
    package func green(_ text: String) -> String { marked(text, 32, 39) }
    /// Blue text.
    package func blue(_ text: String) -> String { marked(text, 34, 39) }

    /// Text between the code that begins a mark and the one that ends it alone, so that marks nest.
    private func marked(_ text: String, _ begin: Int, _ end: Int) -> String {
        isOn && !text.isEmpty ? "\u{1B}[\(begin)m\(text)\u{1B}[\(end)m" : text
    }
}
