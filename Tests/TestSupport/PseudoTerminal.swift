import Foundation
import Glibc

/// A terminal whose other end a test holds, and the program at it, if one is started.
package final class PseudoTerminal {
    /// The end that the test holds.
    package let master: Int32
    /// The end that is the terminal; -1 once a program has it.
    package private(set) var slave: Int32
    /// What a person would see: all that came up to where the test has waited.
    package private(set) var screen: EditedScreen
    /// How the terminal was when the program was started.
    package private(set) var initialModes: TerminalModes?
    private var unseen: [UInt8] = []
    private var process: pid_t = 0

    // Linux's numbers, since Swift's import of the C library leaves out what is beyond POSIX.
    private static let unlock: UInt = 0x4004_5431  // TIOCSPTLCK
    private static let openOtherEnd: UInt = 0x5441  // TIOCGPTPEER
    private static let newSession: Int16 = 0x80
    private static let setSignals: Int16 = 0x04 | 0x08
    /// How long to wait for anything, in seconds.
    package static let patience = 60.0

    /// A terminal with a window of the given size, in characters and in pixels.
    package init(
        columns: Int = 80, rows: Int = 24, width: UInt16 = 0, height: UInt16 = 0
    ) throws {
        screen = EditedScreen(columns: columns, rows: rows)
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var locked: Int32 = 0
        guard master >= 0, ioctl(master, Self.unlock, &locked) == 0 else {
            throw CocoaError(.fileReadUnknown)
        }
        slave = ioctl(master, Self.openOtherEnd, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard slave >= 0 else { throw CocoaError(.fileReadUnknown) }
        setSize(columns, rows, width, height)
    }

    deinit {
        if process > 0 {
            kill(process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
        close(master)
        if slave >= 0 { close(slave) }
    }

    /// Gives the window another size, of which the system tells the program.
    package func resize(columns: Int, rows: Int) {
        screen.resize(columns: columns, rows: rows)
        setSize(columns, rows, 0, 0)
    }

    /// How the terminal treats what is typed and written.
    package var modes: TerminalModes {
        var modes = termios()
        tcgetattr(master, &modes)
        return TerminalModes(modes)
    }

    /// Starts the program at `path` with the terminal as its own; `NAME=VALUE` is all of its environment.
    ///
    /// It leads a session, so that the terminal is the one whose Ctrl-C it gets. Where `results` is given, that file is its standard output.
    package func start(
        _ path: String, _ arguments: [String] = [], environment: [String], results: Int32? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        // Opening it is what makes it the session's terminal.
        posix_spawn_file_actions_addopen(&actions, 0, "/proc/self/fd/\(slave)", O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, results ?? 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        // No signal is ignored or blocked, whatever the tests' own thread does with them.
        var (all, none) = (sigset_t(), sigset_t())
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Self.newSession | Self.setSignals)
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer {
            for text in words + variables { free(text) }
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        initialModes = modes
        let code = posix_spawn(&process, path, &actions, &attributes, &words, &variables)
        guard code == 0 else { throw CocoaError(.executableNotLoadable) }
        // The terminal's end can only be seen where nobody else holds it.
        close(slave)
        slave = -1
    }

    /// Types `text`.
    package func type(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends the program a signal.
    package func signal(_ number: Int32) {
        if process > 0 { kill(process, number) }
    }

    /// Waits until `text` comes, and passes over what came up to it; false where it does not come in time.
    package func waits(for text: String, seconds: Double = patience) -> Bool {
        let wanted = Data(text.utf8)
        return waits(for: text.debugDescription, seconds: seconds) { [self] in
            guard let end = Data(unseen).range(of: wanted)?.upperBound else { return false }
            screen.show(unseen[..<end])
            unseen.removeFirst(end)
            return true
        }
    }

    /// Waits until the screen is as `isWanted` says; false where it does not come to that in time.
    package func shows(_ what: String, where isWanted: (EditedScreen) -> Bool) -> Bool {
        waits(for: what) { [self] in
            screen.show(unseen)
            unseen = []
            return isWanted(screen)
        }
    }

    /// Waits until the cursor's row reads `text`; false where it does not come to that in time.
    package func shows(_ text: String) -> Bool {
        shows(text.debugDescription) { $0.lines[$0.cursor.row] == text }
    }

    private func waits(
        for what: String, seconds: Double = patience, _ isThere: () -> Bool
    ) -> Bool {
        let deadline = Date().addingTimeInterval(seconds)
        while !isThere() {
            guard readMore(until: deadline) else {
                print("waited for \(what), saw", String(decoding: unseen, as: UTF8.self))
                print(screen.lines.filter { !$0.isEmpty }.joined(separator: "\n"))
                return false
            }
        }
        return true
    }

    /// All that has come so far and was not waited for.
    package func written() -> String {
        while readMore(until: .distantPast) {}
        defer { unseen = [] }
        return String(decoding: unseen, as: UTF8.self)
    }

    /// Waits until the program has ended, and gives its exit status, 128 and the number of the signal that
    /// ended it, or -1 where it does not end in time.
    package func status() -> Int32 {
        let deadline = Date().addingTimeInterval(Self.patience)
        while readMore(until: deadline) {}
        var status: Int32 = 0
        if Date() >= deadline { kill(process, SIGKILL) }
        waitpid(process, &status, 0)
        process = 0
        if Date() >= deadline { return -1 }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    private func setSize(_ columns: Int, _ rows: Int, _ width: UInt16, _ height: UInt16) {
        var size = winsize(
            ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: width,
            ws_ypixel: height)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Reads what comes by `deadline`; false where nothing does or the terminal is at its end.
    private func readMore(until deadline: Date) -> Bool {
        var file = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        let milliseconds = min(max(0, deadline.timeIntervalSinceNow * 1000), 60_000)
        guard poll(&file, 1, Int32(milliseconds)) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(master, &buffer, buffer.count)
        if count > 0 { unseen += buffer[..<count] }
        return count > 0
    }
}

/// How a terminal treats what is typed and written, to be compared.
package struct TerminalModes: Hashable {
    private let flags: [tcflag_t]
    private let characters: [UInt8]
    /// Whether it shows what is typed.
    package let echoes: Bool

    init(_ modes: termios) {
        flags = [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
        characters = withUnsafeBytes(of: modes.c_cc) { Array($0) }
        echoes = modes.c_lflag & tcflag_t(ECHO) != 0
    }
}
