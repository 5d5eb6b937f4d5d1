import Dispatch
import Glibc
import Synchronization

/// Turns Ctrl-C into the cancellation of the command that is running.
///
/// Where Ctrl-C does not end the program, a second one leaves the command to itself at once, however long it takes to stop.
package final class Interrupts: Sendable {
    private let running = Mutex<RunningCommand?>(nil)
    /// Kept so that the watch goes on; nothing reads it after `init`.
    nonisolated(unsafe) private var source: (any DispatchSourceRead)?
    /// Whether Ctrl-C ends the program where no command is there to cancel, or the running one has been told already.
    private let endsProgram: Bool

    /// Watches for Ctrl-C from now on, unless `interrupt` is called otherwise; there is one watch in a process.
    package init(endsProgram: Bool, watches: Bool = true) {
        self.endsProgram = endsProgram
        if watches, wakeup.read >= 0 { watch() }
    }

    private func watch() {
        let source = DispatchSource.makeReadSource(fileDescriptor: wakeup.read, queue: .global())
        source.setEventHandler { [weak self] in
            var bytes = [UInt8](repeating: 0, count: 64)
            // One byte a Ctrl-C: two of them may arrive at once.
            for _ in 0..<max(0, read(wakeup.read, &bytes, bytes.count)) { self?.interrupt() }
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

    /// Runs `body` as a task that Ctrl-C cancels; throws `CancellationError` at once where it is abandoned.
    @MainActor
    package func cancelling(_ body: @escaping @MainActor () async throws -> Void) async throws {
        let command = RunningCommand()
        running.withLock { $0 = command }
        defer { running.withLock { $0 = nil } }
        try await command.run(body)
    }

    /// What a Ctrl-C does.
    package func interrupt() {
        guard let command = running.withLock({ $0 }) else {
            if endsProgram { _exit(ExitStatus.interrupted.rawValue) }
            return
        }
        if command.cancel() { return }
        if endsProgram { _exit(ExitStatus.interrupted.rawValue) }
        command.abandon()
    }
}

/// A command that Ctrl-C can cancel, and then abandon.
///
/// What an abandoned command still does is nobody's concern: it prints nothing (`Console`) and keeps nothing.
package final class RunningCommand: Sendable {
    /// The command that the present task belongs to.
    @TaskLocal package static var current: RunningCommand?

    private struct State {
        var task: Task<Void, Never>?
        var waiting: CheckedContinuation<Void, any Error>?
        var isCancelled = false
        var isAbandoned = false
    }

    private let state = Mutex(State())

    /// Whether the present task belongs to a command that was abandoned.
    package static var isAbandoned: Bool {
        current?.state.withLock { $0.isAbandoned } ?? false
    }

    /// Throws `CancellationError` where the present task's command was abandoned.
    package static func checkAbandonment() throws {
        if isAbandoned { throw CancellationError() }
    }

    /// Runs `body`, until that ends or the command is abandoned.
    @MainActor
    fileprivate func run(_ body: @escaping @MainActor () async throws -> Void) async throws {
        try await withCheckedThrowingContinuation { waiting in
            state.withLock { $0.waiting = waiting }
            let task = Task {
                do {
                    try await Self.$current.withValue(self) { try await body() }
                    self.resume(.success(()))
                } catch {
                    self.resume(.failure(error))
                }
            }
            let isCancelled = state.withLock { state in
                state.task = task
                return state.isCancelled
            }
            if isCancelled { task.cancel() }
        }
    }

    /// Cancels the command; false where that was done before.
    fileprivate func cancel() -> Bool {
        let (isFirst, task) = state.withLock { state in
            defer { state.isCancelled = true }
            return (!state.isCancelled, state.task)
        }
        task?.cancel()
        return isFirst
    }

    /// Leaves the command to itself.
    fileprivate func abandon() {
        state.withLock { $0.isAbandoned = true }
        resume(.failure(CancellationError()))
    }

    private func resume(_ result: Result<Void, any Error>) {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(with: result)
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
