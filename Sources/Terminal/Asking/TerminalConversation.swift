private import CTerminal
import Glibc

/// A terminal that can be asked: it is this program's to read, and nobody else's at the moment.
struct TerminalConversation: ~Copyable {
    private let file: Int32

    /// The terminal behind `output`; nil where that is none, or another program reads it.
    ///
    /// A shell reads its terminal whenever the program in the foreground is another one, so that a
    /// program in the background must not ask. A terminal that controls no process of this session
    /// is this program's where `input` is the same one.
    init?(output: Int32, input: Int32) {
        guard isatty(output) == 1, let file = Self.open(output: output, input: input) else {
            return nil
        }
        self.file = file
    }

    deinit {
        close(file)
    }

    /// Asks, and listens until all is answered or `deadline` has come, in seconds of
    /// `monotonicSeconds`; nil where the question could not be put.
    ///
    /// `sparingKeys`: does not ask where something has been typed, which whoever reads the terminal
    /// next could not be given back.
    func ask(
        _ question: [UInt8], until deadline: Double, sparingKeys: Bool
    ) -> TerminalProbe? {
        guard cterminal_raw_begin(file) == 0 else { return nil }
        defer { cterminal_raw_end() }
        var event = pollfd(file: file)
        if sparingKeys, poll(&event, 1, 0) != 0 { return nil }
        guard write(file, question, question.count) == question.count else { return nil }
        var probe = TerminalProbe()
        listen(&probe, until: deadline)
        probe.end()
        return probe
    }

    private func listen(_ probe: inout TerminalProbe, until deadline: Double) {
        var buffer = [UInt8](repeating: 0, count: 1024)
        while !probe.isComplete {
            let left = ((deadline - monotonicSeconds()) * 1000).rounded(.up)
            var event = pollfd(file: file)
            // A signal, such as that of Ctrl-C, ends the wait too.
            guard left > 0, poll(&event, 1, Int32(left)) == 1 else { return }
            let count = read(file, &buffer, buffer.count)
            guard count > 0 else { return }
            probe.take(buffer.prefix(count))
        }
    }

    /// A file of its own for the terminal, so that no reading or writing has to wait.
    private static func open(output: Int32, input: Int32) -> Int32? {
        let path: String
        let foreground = tcgetpgrp(output)
        if foreground >= 0 {
            guard foreground == getpgrp() else { return nil }
            path = "/dev/tty"
        } else {
            guard isatty(input) == 1, device(output) == device(input) else { return nil }
            path = "/proc/self/fd/\(input)"
        }
        let file = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        return file >= 0 ? file : nil
    }

    /// Which device a file is.
    private static func device(_ file: Int32) -> dev_t? {
        var facts = stat()
        return fstat(file, &facts) == 0 ? facts.st_rdev : nil
    }
}

extension pollfd {
    /// Waiting for something to read.
    init(file: Int32) {
        self.init(fd: file, events: Int16(POLLIN), revents: 0)
    }
}

/// Seconds since some moment before the program began.
func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
