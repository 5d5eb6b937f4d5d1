import CommandLanguage
import Generation
import Glibc
package import Terminal

/// Something that takes bytes: a file, or a test's memory.
package protocol ByteSink: Sendable {
    /// Takes all of `bytes`.
    func write(_ bytes: [UInt8])
    /// The columns of the terminal that shows them; nil where there is none.
    var columns: Int? { get }
}

extension ByteSink {
    package var columns: Int? { nil }
}

/// An open file of the system.
package struct FileSink: ByteSink {
    /// The file's descriptor.
    package let descriptor: Int32

    package var columns: Int? { TerminalSize(of: descriptor)?.columns }

    package func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}

/// Where nothing arrives.
private struct NoSink: ByteSink {
    func write(_ bytes: [UInt8]) {}
}

/// Where the shell speaks: results on one stream, messages on another, pictures and progress where a terminal is.
///
/// What a command says after it was abandoned is not heard.
package struct Console: Sendable {
    private let results: any ByteSink
    private let messages: any ByteSink
    private let style: Style
    let progressLine: ProgressLine?
    let pictures: TerminalPictures?
    let detection: TerminalDetection?
    /// Where keys and tokens are read from.
    let secrets: any SecretSource
    /// Whether somebody is there who can type Enter.
    let isAttended: Bool
    /// Whether an empty line sets what is said apart, where it is said in a terminal.
    var setsSpeechApart = true

    /// A console on the given streams; without a progress line, or without pictures and a terminal to
    /// detect them for, there are none.
    package init(
        results: any ByteSink, messages: any ByteSink, style: Style = Style(isOn: false),
        progress: ProgressLine? = nil, pictures: TerminalPictures? = nil,
        detection: TerminalDetection? = nil, isAttended: Bool = false,
        secrets: (any SecretSource)? = nil
    ) {
        self.results = results
        self.messages = messages
        self.style = style
        self.progressLine = progress
        self.pictures = pictures
        self.detection = detection
        self.isAttended = isAttended
        self.secrets = secrets ?? TypedSecret()
    }

    /// A console that says nothing.
    static let silent = Console(results: NoSink(), messages: NoSink())

    /// This console without results and messages, but with the line about progress.
    var muted: Console {
        Console(results: NoSink(), messages: NoSink(), progress: progressLine)
    }

    /// The console of this process.
    package static func standard(_ environment: [String: String]) -> Console {
        let detection = TerminalDetection(environment: environment)
        return Console(
            results: FileSink(descriptor: STDOUT_FILENO),
            messages: FileSink(descriptor: STDERR_FILENO),
            style: Style(for: STDERR_FILENO, environment: environment),
            progress: ProgressLine(environment: environment, detection: detection),
            detection: detection,
            isAttended: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1)
    }

    /// Writes what a command was asked for.
    package func result(_ text: String) {
        if RunningCommand.isAbandoned { return }
        progressLine?.erase()
        results.write(Array((text + "\n").utf8))
    }

    /// Writes what the user must know besides.
    package func note(_ text: String) {
        if RunningCommand.isAbandoned { return }
        progressLine?.erase()
        messages.write(Array((style.dim(text) + "\n").utf8))
    }

    /// Writes an error, with the line that it is about and where that line comes from.
    package func error(_ error: any Error, in text: String?, of source: String? = nil) {
        if RunningCommand.isAbandoned { return }
        progressLine?.erase()
        let report = ErrorReport(error, in: text, of: source)
        messages.write(Array((report.text(style) + "\n").utf8))
    }

    /// Shows how far something is, on a terminal.
    package func progress(_ label: String, _ amount: ProgressState.Amount) {
        if RunningCommand.isAbandoned { return }
        progressLine?.update(label, amount)
    }

    /// Tells of something that happened while a model was loaded or downloaded.
    func show(_ event: LoadEvent) {
        switch event {
        case .note(let text): note(text)
        case .progress(let amount): progress(amount)
        }
    }

    /// Shows how far a download is, on a terminal.
    func progress(_ progress: LoadProgress) {
        guard let total = progress.total, total > 0 else { return }
        self.progress(progress.label, .bytes(done: progress.done, total: total))
    }

    /// Takes the line about progress away.
    package func endProgress() {
        if RunningCommand.isAbandoned { return }
        progressLine?.erase()
    }

    /// Writes paragraphs, wrapped to the terminal's width; elsewhere each is a line.
    func say(_ text: String) {
        progressLine?.erase()
        let paragraphs = Paragraphs(text)
        var lines = results.columns.map { paragraphs.wrapped(columns: $0) } ?? paragraphs.lines
        if setsSpeechApart, results.columns != nil { lines.insert("", at: 0) }
        results.write(Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    /// Writes a line and waits at its end, as if somebody had typed it and thought about it before Enter.
    func type(_ line: String) async throws {
        guard isAttended, results.columns != nil else {
            result(line)
            return try await pause()
        }
        forgetWhatWasTyped()
        results.write(Array((line + " ").utf8))
        try await waitForEnter()
    }

    /// Waits for Enter, and leaves no trace of that.
    func pause() async throws {
        guard isAttended else { return }
        forgetWhatWasTyped()
        messages.write(Array(style.dim("Enter goes on ").utf8))
        try await waitForEnter()
        if style.isOn { messages.write(Array("\u{1B}[1A\r\u{1B}[2K".utf8)) }
    }

    /// An Enter that was typed before it was asked for is no answer.
    private func forgetWhatWasTyped() {
        progressLine?.erase()
        tcflush(STDIN_FILENO, TCIFLUSH)
    }

    /// What was typed while the terminal was asked what it can, for whoever reads lines.
    func takeTyped() -> [UInt8] {
        detection?.takeTyped() ?? []
    }

    /// Waits until Enter is typed.
    private func waitForEnter() async throws {
        var modes = termios()
        let echoes = tcgetattr(STDIN_FILENO, &modes) == 0 && modes.c_lflag & tcflag_t(ECHO) != 0
        defer { if !echoes || Task.isCancelled { messages.write([UInt8(ascii: "\n")]) } }
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        var key: UInt8 = 0
        repeat {
            // A blocking read would hold up Ctrl-C.
            while poll(&input, 1, 0) <= 0 { try await Task.sleep(for: .milliseconds(20)) }
        } while read(STDIN_FILENO, &key, 1) == 1 && key != UInt8(ascii: "\n")
    }

    /// Writes bytes that are no text, such as a picture's.
    func write(_ bytes: [UInt8]) {
        results.write(bytes)
    }
}
