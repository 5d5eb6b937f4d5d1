import Dispatch
import Glibc
import Synchronization

/// Turns Ctrl-C into the cancellation of the command that is running.
package final class Interrupts: Sendable {
    /// Cancels the running command, where there is one to cancel.
    private let cancel = Mutex<(@Sendable () -> Void)?>(nil)
    /// Kept so that the watch goes on; nothing reads it after `init`.
    nonisolated(unsafe) private var source: (any DispatchSourceRead)?
    /// Whether Ctrl-C ends the program where no command is there to cancel, or the running one has been told already.
    private let endsProgram: Bool

    /// Watches for Ctrl-C from now on; there is one watch in a process.
    package init(endsProgram: Bool) {
        self.endsProgram = endsProgram
        guard wakeup.read >= 0 else { return }
        let source = DispatchSource.makeReadSource(fileDescriptor: wakeup.read, queue: .global())
        source.setEventHandler { [weak self] in
            var bytes = [UInt8](repeating: 0, count: 64)
            _ = read(wakeup.read, &bytes, bytes.count)
            self?.interrupt()
        }
        source.activate()
        self.source = source
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            let saved = errno
            var byte: UInt8 = 1
            _ = write(wakeup.write, &byte, 1)
            errno = saved
        }
        sigaction(SIGINT, &action, nil)
    }

    /// Runs `body` as a task that Ctrl-C cancels.
    @MainActor
    package func cancelling(_ body: @escaping @MainActor () async throws -> Void) async throws {
        let task = Task { try await body() }
        cancel.withLock { $0 = { task.cancel() } }
        defer { cancel.withLock { $0 = nil } }
        try await task.value
    }

    private func interrupt() {
        let cancel = cancel.withLock { cancel in
            defer { if endsProgram { cancel = nil } }
            return cancel
        }
        if let cancel {
            cancel()
        } else if endsProgram {
            _exit(ExitStatus.interrupted.rawValue)
        }
    }
}

/// The pipe through which the signal's handler, which may do next to nothing, wakes the watch.
private let wakeup: (read: Int32, write: Int32) = {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return (-1, -1) }
    for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    return (ends[0], ends[1])
}()
