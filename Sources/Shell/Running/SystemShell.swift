import CommandLanguage
import Diagnostics
import FoundationEssentials
import Glibc
import Terminal

/// Whether `!COMMAND` may start programs of the system.
package enum SystemAccess: Sendable {
    /// It may not: the lines come from a file, which somebody else may have written.
    case none
    /// It may, with the standard input of this process.
    case full
    /// It may, with nothing to read: standard input is where the lines come from.
    case withoutInput
}

/// The user's own shell, which runs what stands after `!`.
struct SystemShell {
    /// How a command ended.
    enum Ending: Hashable {
        /// By itself, with a status.
        case exited(Int32)
        /// By a signal.
        case killed(Int32)

        /// Whether it could not tidy up: a shell gives a status above 128 for a command that a signal ended.
        var isAbrupt: Bool {
            switch self {
            case .exited(let status): status > 128
            case .killed: true
            }
        }
    }

    private let path: String

    /// The shell that `environment` names.
    init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
        path = environment["SHELL"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/bin/sh"
    }

    /// Runs `command` to its end.
    ///
    /// As in C's `system`, the command belongs to Easel's own process group: the terminal is its as much as Easel's, Ctrl-C
    /// reaches it while Easel takes no notice, and Ctrl-Z stops both. The calling thread waits.
    func run(_ command: String, hasInput: Bool) throws(SystemShellError) -> Ending {
        LineEditor.lendTerminal()
        let terminal = TerminalState()
        var (ignored, before) = (sigaction(), sigaction())
        ignored.__sigaction_handler.sa_handler = SIG_IGN
        sigaction(SIGINT, &ignored, &before)
        defer {
            LineEditor.regainTerminal()
            sigaction(SIGINT, &before, nil)
        }
        let process = try start(command, hasInput: hasInput)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        let ending: Ending = signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
        terminal.takeBack(withSettings: ending.isAbrupt)
        return ending
    }

    private func start(_ command: String, hasInput: Bool) throws(SystemShellError) -> pid_t {
        var attributes = posix_spawnattr_t()
        var actions = posix_spawn_file_actions_t()
        posix_spawnattr_init(&attributes)
        posix_spawn_file_actions_init(&actions)
        // The space keeps a command such as `-x` from being an option of the shell.
        var arguments = [strdup(path), strdup("-c"), strdup(" " + command), nil]
        let environment = ProcessInfo.processInfo.environment
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer {
            for text in arguments + variables { free(text) }
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        if !hasInput {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        Self.resetSignals(&attributes)
        var process: pid_t = 0
        let code = posix_spawn(&process, path, &actions, &attributes, &arguments, &variables)
        if code != 0 { throw .cannotStart(path, code: code) }
        return process
    }

    /// Lets every signal do in the new process what it does in any.
    private static func resetSignals(_ attributes: inout posix_spawnattr_t) {
        var (all, none) = (sigset_t(), sigset_t())
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    }
}

/// The terminal as it is before a program has it.
private struct TerminalState {
    private var settings = termios()
    private let isTerminal: Bool

    init() {
        isTerminal = tcgetattr(STDIN_FILENO, &settings) == 0 && tcgetpgrp(STDIN_FILENO) == getpgrp()
    }

    /// Makes the terminal Easel's again, which a shell that was killed may have left to others.
    ///
    /// With its settings, where it was not left in order.
    func takeBack(withSettings: Bool) {
        guard isTerminal else { return }
        // Without the mask, this would stop a process that has not got the terminal.
        var (mask, before) = (sigset_t(), sigset_t())
        sigemptyset(&mask)
        sigaddset(&mask, SIGTTOU)
        pthread_sigmask(SIG_BLOCK, &mask, &before)
        tcsetpgrp(STDIN_FILENO, getpgrp())
        var settings = settings
        if withSettings { tcsetattr(STDIN_FILENO, TCSADRAIN, &settings) }
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }
}

/// Why a program of the system was not started.
enum SystemShellError: ExplainedError, Hashable {
    /// Nothing stands after `!`.
    case noCommand
    /// The line comes from a file.
    case notTyped(String)
    /// The shell cannot be started.
    case cannotStart(String, code: Int32)

    var message: String {
        switch self {
        case .noCommand: "`!` needs COMMAND"
        case .notTyped(let command):
            "`!\(visible(command))` was not run: a file must not start programs of the system"
        case .cannotStart(let path, let code):
            "cannot start `\(path)`: \(String(cString: strerror(code)))"
        }
    }

    var hint: String? {
        switch self {
        case .noCommand: "the form is `!COMMAND`, such as `!ls`"
        case .notTyped: "type it at the prompt, if you know what it does"
        case .cannotStart: "the variable `SHELL` names the shell that `!` starts"
        }
    }
}

extension SystemShell {
    /// How `help` writes the command.
    static let usage = "!COMMAND"
    /// What it does, in one line.
    static let summary = "runs a command of the system's shell"
    /// The page of `help !`.
    static let page = """
        !: \(summary)

            \(usage)

        All up to the line's end goes to the shell that the variable `SHELL` names. Ctrl-C stops the command
        and not Easel. It is not recorded, and refused where the line comes from a file: `easel FILE`, `source`,
        `replay` and `rerun` never start programs.

            !ls -l *.png  lists files; quotation marks, `;` and `#` mean what they mean to that shell
        """
}
