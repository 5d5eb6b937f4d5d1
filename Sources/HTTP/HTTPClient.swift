import Synchronization

/// Sends requests over libcurl, several at a time, and keeps connections open for the next.
///
/// Proxies are those of the environment (`https_proxy`, `no_proxy`), as libcurl reads it.
package final class HTTPClient: Sendable {
    /// Takes an answer's head and some bytes of its body, in order, on a thread of the transfer.
    package typealias Receiver = @Sendable (HTTPResponse, UnsafeRawBufferPointer) throws -> Void

    private static let longestChain = 10
    private static let idleLimit = 8

    private let agent: String
    private let certificates: String?
    private let idle = Mutex<[CurlLine]>([])

    /// A client that calls itself `agent`.
    ///
    /// It trusts the certificates in the file that the environment's `SSL_CERT_FILE` names, or else the system's.
    package init(agent: String, environment: [String: String]) {
        self.agent = agent
        certificates = environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Sends one request, hands its answer's body on as it comes, and returns the answer's head.
    ///
    /// Nothing is followed, nothing repeated.
    ///
    /// What `receive` throws ends the transfer and is thrown here; so is `CancellationError` where the task is cancelled.
    package func send(
        _ request: HTTPRequest, receive: @escaping Receiver
    ) async throws -> HTTPResponse {
        var request = request
        if request.fields["user-agent"] == nil { request.fields["User-Agent"] = agent }
        for (name, value) in request.fields.all
        where (name + value).unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        {
            throw HTTPError.badField(name)
        }
        let line = try takeLine()
        defer { giveBack(line) }
        return try await Transfer(
            request, on: line, certificates: certificates, receive: receive
        ).run()
    }

    /// Sends a request and follows where it is sent on to; only the last answer's body is handed on.
    package func sendFollowing(_ request: HTTPRequest, receive: @escaping Receiver) async throws
        -> HTTPResponse
    {
        var request = request
        for _ in 0..<Self.longestChain {
            let asked = request
            let response = try await send(request) { response, bytes in
                if try asked.following(response) == nil { try receive(response, bytes) }
            }
            guard let next = try request.following(response) else { return response }
            request = next
        }
        throw HTTPError.tooManyRedirects(host: URLHost.of(request.url))
    }

    /// Sends a request, follows it, and returns the whole body, which may have `limit` bytes at most.
    package func data(for request: HTTPRequest, limit: Int) async throws -> (HTTPResponse, [UInt8])
    {
        let collected = CollectedBytes()
        let response = try await sendFollowing(request) { response, bytes in
            guard collected.append(bytes, limit: limit) else {
                throw HTTPError.tooLong(host: URLHost.of(response.url), limit: limit)
            }
        }
        return (response, collected.bytes)
    }

    private func takeLine() throws -> CurlLine {
        if let line = idle.withLock({ $0.popLast() }) { return line }
        guard let line = CurlLine(try CurlLibrary.shared.get()) else {
            throw HTTPError.noLibrary(name: "libcurl", reason: "memory is short")
        }
        return line
    }

    private func giveBack(_ line: CurlLine) {
        idle.withLock { if $0.count < Self.idleLimit { $0.append(line) } }
    }
}

/// Bytes that arrive on another thread.
private final class CollectedBytes: Sendable {
    private let content = Mutex<[UInt8]>([])

    var bytes: [UInt8] { content.withLock { $0 } }

    /// Adds bytes; says whether there is still room for them.
    func append(_ more: UnsafeRawBufferPointer, limit: Int) -> Bool {
        content.withLock { content in
            guard more.count <= limit - content.count else { return false }
            content.append(contentsOf: more)
            return true
        }
    }
}
