import Foundation
import Glibc
import TestSupport

/// The program at a terminal of its own, typed to by a test.
final class PseudoTerminal {
    private let master: Int32
    private let process: pid_t
    private var seen: [UInt8] = []
    private var hasEnded = false

    // Linux's numbers, since Swift's import of the C library leaves out what is beyond POSIX.
    private static let getNumber: UInt = 0x8004_5430
    private static let setLock: UInt = 0x4004_5431
    private static let newSession: Int16 = 0x80

    /// Starts the program; its history is below `state`, its initial commands are in the folder `settings`.
    init(state: String, settings: String? = nil) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var number: Int32 = 0
        var locked: Int32 = 0
        guard master >= 0, ioctl(master, Self.getNumber, &number) == 0,
            ioctl(master, Self.setLock, &locked) == 0
        else { throw CocoaError(.fileReadUnknown) }
        let name = "/dev/pts/\(number)"
        var settingsFolder = state + "/none"
        if let settings {
            settingsFolder = settings + "/config"
            try FileManager.default.createDirectory(
                atPath: settingsFolder + "/easel", withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: settings + "/init.easel", toPath: settingsFolder + "/easel/init.easel")
        }
        let environment = [
            "TERM=xterm", "LC_ALL=C.UTF-8", "HOME=" + state, "XDG_STATE_HOME=" + state,
            "XDG_CONFIG_HOME=" + settingsFolder, "PATH=/usr/bin:/bin", "NO_COLOR=1",
        ]
        process = Self.spawn(on: name, environment)
        if process <= 0 { throw CocoaError(.executableNotLoadable) }
    }

    deinit {
        if !hasEnded { _ = end() }
        close(master)
    }

    /// The session leader opens the terminal first, which makes it the terminal that Ctrl-C comes from.
    private static func spawn(on name: String, _ environment: [String]) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setflags(&attributes, newSession)
        var arguments = [strdup(BuiltProgram.path), nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer {
            for text in arguments + variables { free(text) }
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        var process: pid_t = 0
        let code = posix_spawn(
            &process, BuiltProgram.path, &actions, &attributes, &arguments, &variables)
        return code == 0 ? process : -1
    }

    /// Types `text`.
    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// Waits until `text` appears, and passes over what came up to it; false where it does not within 20 s.
    func waits(for text: String) -> Bool {
        let wanted = Array(text.utf8)
        let deadline = Date().addingTimeInterval(20)
        while true {
            if let end = Self.end(of: wanted, in: seen) {
                seen.removeFirst(end)
                return true
            }
            guard Date() < deadline, readMore(until: deadline) else {
                print(
                    "waited for \(text.debugDescription), saw",
                    String(decoding: seen, as: UTF8.self))
                return false
            }
        }
    }

    /// Waits until the program has ended, and gives its exit status; -1 where it does not end within 20 s.
    func status() -> Int32 {
        let deadline = Date().addingTimeInterval(20)
        while readMore(until: deadline) {}
        return end(kindly: Date() < deadline)
    }

    private func end(kindly: Bool = false) -> Int32 {
        hasEnded = true
        if !kindly { kill(process, SIGKILL) }
        var status: Int32 = 0
        waitpid(process, &status, 0)
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -1
    }

    private func readMore(until deadline: Date) -> Bool {
        var file = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        let milliseconds = max(0, deadline.timeIntervalSinceNow * 1000)
        guard poll(&file, 1, Int32(milliseconds)) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(master, &buffer, buffer.count)
        if count > 0 { seen += buffer[..<count] }
        return count > 0
    }

    private static func end(of wanted: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= wanted.count else { return nil }
        return (wanted.count...bytes.count).first {
            bytes[($0 - wanted.count)..<$0].elementsEqual(wanted)
        }
    }
}
