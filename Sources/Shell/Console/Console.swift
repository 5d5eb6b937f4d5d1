import CommandLanguage
import Glibc
package import Images
package import Terminal

/// Something that takes bytes: a file, or a test's memory.
package protocol ByteSink: Sendable {
    /// Takes all of `bytes`.
    func write(_ bytes: [UInt8])
}

/// An open file of the system.
package struct FileSink: ByteSink {
    /// The file's descriptor.
    package let descriptor: Int32

    package func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}

/// Where the shell speaks: results on one stream, messages on another, pictures and progress where a terminal is.
package struct Console: Sendable {
    private let results: any ByteSink
    private let messages: any ByteSink
    private let style: Style
    private let progressLine: ProgressLine?
    private let pictures: TerminalPictures?
    private let detection: TerminalDetection?

    /// A console on the given streams; without a progress line, or without pictures and a terminal to
    /// detect them for, there are none.
    package init(
        results: any ByteSink, messages: any ByteSink, style: Style = Style(isOn: false),
        progress: ProgressLine? = nil, pictures: TerminalPictures? = nil,
        detection: TerminalDetection? = nil
    ) {
        self.results = results
        self.messages = messages
        self.style = style
        self.progressLine = progress
        self.pictures = pictures
        self.detection = detection
    }

    /// The console of this process.
    package static func standard(_ environment: [String: String]) -> Console {
        let detection = TerminalDetection(environment: environment, readsKeys: false)
        return Console(
            results: FileSink(descriptor: STDOUT_FILENO),
            messages: FileSink(descriptor: STDERR_FILENO),
            style: Style(for: STDERR_FILENO, environment: environment),
            progress: ProgressLine(environment: environment, detection: detection),
            detection: detection)
    }

    /// Writes what a command was asked for.
    package func result(_ text: String) {
        progressLine?.erase()
        results.write(Array((text + "\n").utf8))
    }

    /// Writes what the user must know besides.
    package func note(_ text: String) {
        progressLine?.erase()
        messages.write(Array((style.dim(text) + "\n").utf8))
    }

    /// Writes an error, with the line that it is about and where that line comes from.
    package func error(_ error: any Error, in text: String?, of source: String? = nil) {
        progressLine?.erase()
        let report = ErrorReport(error, in: text, of: source)
        messages.write(Array((report.text(style) + "\n").utf8))
    }

    /// Shows how far something is, on a terminal.
    package func progress(_ label: String, _ amount: ProgressState.Amount) {
        progressLine?.update(label, amount)
    }

    /// Takes the line about progress away.
    package func endProgress() {
        progressLine?.erase()
    }

    /// Shows a picture, `columns` wide, or as large as leaves room to words; false where pictures cannot
    /// be shown.
    package func show(_ image: RGBImage, columns: Int?) -> Bool {
        guard let pictures = pictures ?? detection?.pictures() else { return false }
        progressLine?.erase()
        let window = TerminalSize(of: STDOUT_FILENO) ?? TerminalSize(columns: 80, rows: 24)
        results.write(pictures.render(image, in: window, columns: columns))
        if let advice = detection?.takeAdvice() { note(advice) }
        return true
    }
}
