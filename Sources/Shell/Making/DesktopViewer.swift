import Diagnostics
import Dispatch
import Glibc

/// The desktop's own way to show files: `xdg-open`, which knows the user's programs.
struct DesktopViewer {
    private static let command = "xdg-open"
    /// glibc's POSIX_SPAWN_SETSID, which its headers show to GNU sources alone.
    private static let newSession: Int16 = 0x80

    private let path: String
    private let environment: [String: String]

    /// The viewer that `environment` tells of.
    init(_ environment: [String: String]) throws(DesktopError) {
        let hasDesktop = ["DISPLAY", "WAYLAND_DISPLAY"].contains {
            environment[$0]?.isEmpty == false
        }
        guard hasDesktop else { throw .noDesktop }
        let folders = environment["PATH", default: "/usr/local/bin:/usr/bin:/bin"].split(
            separator: ":")
        let paths = folders.map { "\($0)/\(Self.command)" }
        guard let path = paths.first(where: { access($0, X_OK) == 0 }) else { throw .noOpener }
        self.path = path
        self.environment = environment
    }

    /// Shows the file at `path` in a window of its own, which outlives this program.
    func open(_ path: String) async throws {
        let process = try start([self.path, path])
        // Most ways of failing show within moments; some viewers run until they are closed.
        for _ in 0..<50 {
            var status: Int32 = 0
            if waitpid(process, &status, WNOHANG) == process {
                if status != 0 { throw DesktopError.failed(status: status >> 8 & 0xFF) }
                return
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
        DispatchQueue.global().async { waitpid(process, nil, 0) }
    }

    /// Starts a program in a session of its own, so that Ctrl-C and the terminal's end do not reach it.
    private func start(_ arguments: [String]) throws(DesktopError) -> pid_t {
        var attributes = posix_spawnattr_t()
        var actions = posix_spawn_file_actions_t()
        posix_spawnattr_init(&attributes)
        posix_spawn_file_actions_init(&actions)
        defer {
            posix_spawnattr_destroy(&attributes)
            posix_spawn_file_actions_destroy(&actions)
        }
        posix_spawnattr_setflags(&attributes, Self.newSession)
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var words = arguments.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, path, &actions, &attributes, &words, &variables)
        if code != 0 { throw .cannotStart(path, code: code) }
        return process
    }
}

/// What can go wrong where the desktop is to show a picture.
package enum DesktopError: ExplainedError, Hashable {
    /// The program runs where there is no desktop.
    case noDesktop
    /// There is no `xdg-open`.
    case noOpener
    /// A program cannot be started.
    case cannotStart(String, code: Int32)
    /// `xdg-open` failed.
    case failed(status: Int32)

    package var message: String {
        switch self {
        case .noDesktop: "there is no desktop here to show a picture on"
        case .noOpener: "there is no `xdg-open` here, which shows files on the desktop"
        case .cannotStart(let path, let code):
            "`\(path)` cannot be started: \(String(cString: strerror(code)))"
        case .failed(let status):
            "the desktop could not show the picture (`xdg-open` gave \(status))"
        }
    }

    package var hint: String? {
        switch self {
        case .noDesktop: "`display` shows it in the terminal, `save` writes a file"
        case .noOpener: "install it: `sudo apt-get install xdg-utils`"
        case .failed: "install a program that shows pictures, or `save` the file and open it there"
        case .cannotStart: nil
        }
    }
}
