import Glibc
import HTTP
import Synchronization
import TestSupport
import Testing

/// Requests and answers as they go over a real connection.
@Suite struct HTTPClientTests {
    private let client = HTTPClient(agent: "easel/test", environment: [:])

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func aRequestArrivesAsItIsMeant() async throws {
        let server = try LoopbackServer { _, connection in
            try connection.answer(200, [("X-Request-ID", " r-1 ")], text: "hello")
        }
        let body = Array(#"{"prompt":"é"}"#.utf8)
        let request = HTTPRequest(
            server.url + "/v1/images?x=1", method: "POST",
            fields: ["Authorization": "Bearer k", "Content-Type": "application/json"],
            body: .bytes(body))
        let (response, answer) = try await client.data(for: request, limit: 100)
        #expect(response.status == 200 && response.isSuccess)
        #expect(response.fields["x-request-id"] == "r-1")
        #expect(text(answer) == "hello")
        let sent = try #require(server.requests.first)
        #expect(sent.method == "POST" && sent.path == "/v1/images" && sent.query == "x=1")
        #expect(sent["authorization"] == "Bearer k" && sent["user-agent"] == "easel/test")
        #expect(sent["expect"] == nil && sent["content-length"] == "\(body.count)")
        #expect(sent.body == body)
    }

    @Test func connectionsAreKept() async throws {
        let sockets = Mutex<Set<ObjectIdentifier>>([])
        let server = try LoopbackServer { _, connection in
            sockets.withLock { _ = $0.insert(ObjectIdentifier(connection)) }
            try connection.answer(200, text: "x")
        }
        for _ in 0..<3 { _ = try await client.data(for: HTTPRequest(server.url), limit: 10) }
        #expect(sockets.withLock { $0.count } == 1)
    }

    @Test func aBodyInPiecesComesPieceByPiece() async throws {
        let first = AsyncStream<Void>.makeStream()
        let (gate, open) = (Gate(), Gate())
        let server = try LoopbackServer { _, connection in
            try connection.head(200, [("Transfer-Encoding", "chunked")])
            try connection.chunk("one ".utf8)
            gate.wait()
            try connection.chunk("two".utf8)
            try connection.write("0\r\n\r\n".utf8)
            open.open()
        }
        let pieces = Mutex<[UInt8]>([])
        async let response = client.send(HTTPRequest(server.url)) { response, bytes in
            #expect(response.status == 200)
            pieces.withLock { $0 += bytes }
            first.continuation.yield()
        }
        for await _ in first.stream { break }
        #expect(pieces.withLock { $0 } == Array("one ".utf8))
        gate.open()
        _ = try await response
        #expect(pieces.withLock { $0 } == Array("one two".utf8))
    }

    @Test func aHeadHasNoBody() async throws {
        let server = try LoopbackServer { _, connection in
            try connection.head(200, [("Content-Length", "123"), ("ETag", "\"e\"")])
        }
        let response = try await client.send(HTTPRequest(server.url, method: "HEAD")) { _, _ in
            Issue.record("a body")
        }
        #expect(response.fields["etag"] == "\"e\"" && response.fields["content-length"] == "123")
    }

    @Test func interimAnswersArePassedOver() async throws {
        let server = try LoopbackServer { _, connection in
            try connection.write("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n".utf8)
            try connection.answer(404, text: "no")
        }
        let (response, _) = try await client.data(for: HTTPRequest(server.url), limit: 10)
        #expect(response.status == 404 && response.fields["x-early"] == nil)
    }

    @Test func aFormIsSentInParts() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([0, 1, 13, 10, 255], to: "on disk.png")
        let server = try LoopbackServer { _, connection in try connection.answer(200, text: "") }
        let parts = [
            FormPart("prompt", text: "a \"lion\"\r\n"),
            FormPart("image[]", .file(path: path), fileName: "a.png", mediaType: "image/png"),
            FormPart("mask", .bytes([7]), fileName: "m.png", mediaType: "image/png"),
        ]
        _ = try await client.send(
            HTTPRequest(server.url, method: "POST", body: .form(parts)),
            receive: { _, _ in })
        let form = try #require(server.requests.first).form
        #expect(form.map(\.name) == ["prompt", "image[]", "mask"])
        #expect(form.map(\.fileName) == [nil, "a.png", "m.png"])
        #expect(form.map(\.mediaType) == [nil, "image/png", "image/png"])
        #expect(form.map(\.content) == [Array("a \"lion\"\r\n".utf8), [0, 1, 13, 10, 255], [7]])
    }

    @Test func aThrowingReceiverEndsTheTransfer() async throws {
        struct Enough: Error {}
        let server = try LoopbackServer { _, connection in
            try connection.head(200)
            while true { try connection.write([UInt8](repeating: 1, count: 1 << 16)) }
        }
        await #expect(throws: Enough.self) {
            _ = try await client.send(HTTPRequest(server.url)) { _, _ in throw Enough() }
        }
        await #expect(throws: HTTPError.tooLong(host: "127.0.0.1:\(server.port)", limit: 99)) {
            _ = try await client.data(for: HTTPRequest(server.url), limit: 99)
        }
    }

    @Test func cancellingEndsAtOnce() async throws {
        let arrived = AsyncStream<Void>.makeStream()
        let server = try LoopbackServer { _, connection in
            arrived.continuation.yield()
            connection.fallSilent()
        }
        let client = client
        let task = Task { try await client.data(for: HTTPRequest(server.url), limit: 9) }
        for await _ in arrived.stream { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        // The line is fit for another request.
        let other = try LoopbackServer { _, connection in try connection.answer(200, text: "x") }
        #expect(text(try await client.data(for: HTTPRequest(other.url), limit: 9).1) == "x")
    }
}

/// Lets a thread wait until another opens it.
final class Gate: Sendable {
    private let isOpen = Mutex(false)

    func open() { isOpen.withLock { $0 = true } }

    func wait() { while !isOpen.withLock({ $0 }) { usleep(1000) } }
}
