import CCurl
import Glibc
import Synchronization

/// One request under way, on a thread of its own.
final class Transfer: Sendable {
    /// Takes the head and some bytes of the body.
    typealias Receiver = @Sendable (HTTPResponse, UnsafeRawBufferPointer) throws -> Void

    private let request: HTTPRequest
    private let line: CurlLine
    private let certificates: String?
    private let receive: Receiver
    private let state: Mutex<State>

    private struct State {
        var reader: ResponseReader
        var failure: (any Error)?
    }

    init(
        _ request: HTTPRequest, on line: CurlLine, certificates: String?,
        receive: @escaping Receiver
    ) {
        self.request = request
        self.line = line
        self.certificates = certificates
        self.receive = receive
        state = Mutex(State(reader: ResponseReader(url: request.url)))
    }

    /// Performs the request and returns the answer's head; cancelling the task ends it at once.
    func run() async throws -> HTTPResponse {
        line.rearm()
        let result = try await withTaskCancellationHandler {
            try Task.checkCancellation()
            return await withCheckedContinuation { continuation in
                OwnThread.run { continuation.resume(returning: self.perform()) }
            }
        } onCancel: {
            line.cancel()
        }
        return try response(result)
    }

    private func perform() -> ccurl_result {
        var result = ccurl_result()
        CurlRequest.with(request, certificates: certificates) { described in
            described.context = Unmanaged.passUnretained(self).toOpaque()
            described.take_header = { context, bytes, size in
                Transfer.from(context)?.take(
                    header: UnsafeRawBufferPointer(start: bytes, count: size))
                    ?? false
            }
            described.take_body = { context, bytes, size in
                Transfer.from(context)?.take(
                    body: UnsafeRawBufferPointer(start: bytes, count: size))
                    ?? false
            }
            line.perform(&described, &result)
        }
        return result
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func take(header: UnsafeRawBufferPointer) -> Bool {
        state.withLock { $0.reader.take(header) }
        return true
    }

    private func take(body: UnsafeRawBufferPointer) -> Bool {
        let response = state.withLock { $0.reader.response }
        do {
            try receive(response, body)
            return true
        } catch {
            state.withLock { $0.failure = error }
            return false
        }
    }

    /// The answer's head, or what went wrong.
    private func response(_ result: ccurl_result) throws -> HTTPResponse {
        let (reader, failure) = state.withLock { ($0.reader, $0.failure) }
        if let failure { throw failure }
        if result.outcome == ccurl_done, reader.isComplete { return reader.response }
        if result.outcome == ccurl_cancelled { throw CancellationError() }
        throw HTTPError(result, url: request.url)
    }
}

/// Runs work that waits on a thread of its own: Swift's threads are as many as the cores, and must not wait.
enum OwnThread {
    private final class Work {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    static func run(_ work: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { pthread_attr_destroy(&attributes) }
        let box = Unmanaged.passRetained(Work(work))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        // Where the system gives no thread, the work is done here.
        if status != 0 { box.takeRetainedValue().run() }
    }
}
