import Diagnostics
import Glibc
import HTTP
import TestSupport
import Testing

/// Servers and networks that fail.
@Suite struct HTTPFaultTests {
    private let client = HTTPClient(agent: "easel/test", environment: [:])

    private func failure(_ url: String, limits: HTTPLimits = HTTPLimits()) async -> HTTPError? {
        do {
            _ = try await client.data(for: HTTPRequest(url, limits: limits), limit: 1000)
            return nil
        } catch {
            return error as? HTTPError
        }
    }

    @Test func nobodyListens() async throws {
        let server = try LoopbackServer { _, _ in }
        let host = "127.0.0.1:\(server.port)"
        server.stop()
        #expect(
            await failure("http://" + host)
                == .noConnection(host: host, reason: "connection refused"))
    }

    @Test func aHostThatIsNone() async {
        #expect(await failure("http://no-such-host.invalid/x") == .noHost("no-such-host.invalid"))
    }

    @Test(arguments: ["ftp://127.0.0.1/x", "file:///etc/passwd", "http://", "nonsense://x", ""])
    func anAddressThatIsNone(_ url: String) async {
        #expect(await failure(url) == .badURL(url))
    }

    @Test func aServerThatResets() async throws {
        let server = try LoopbackServer { _, connection in connection.reset() }
        let error = await failure(server.url)
        #expect(error == .brokenOff(host: "127.0.0.1:\(server.port)", received: 0, expected: nil))
        #expect(error?.isPassing == true)
    }

    @Test func aServerThatLiesAboutItsLength() async throws {
        let server = try LoopbackServer { _, connection in
            try connection.head(200, [("Content-Length", "10")])
            try connection.write([1, 2, 3])
            connection.close()
        }
        #expect(
            await failure(server.url)
                == .brokenOff(host: "127.0.0.1:\(server.port)", received: 3, expected: 10))
    }

    @Test func aServerThatSpeaksNoHTTP() async throws {
        let server = try LoopbackServer { _, connection in
            try connection.write("220 mail.example ESMTP\r\n".utf8)
            connection.close()
        }
        guard case .failed = await failure(server.url) else {
            Issue.record("not refused")
            return
        }
    }

    @Test func aServerThatFallsSilent() async throws {
        let server = try LoopbackServer { _, connection in
            try connection.head(200, [("Content-Length", "10")])
            connection.fallSilent()
        }
        let error = await failure(server.url, limits: HTTPLimits(stalling: 1))
        guard case .slowAnswer = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.isPassing == true)
    }

    @Test func anAnswerThatTakesTooLong() async throws {
        let server = try LoopbackServer { _, connection in connection.fallSilent() }
        let error = await failure(server.url, limits: HTTPLimits(total: 0.2))
        guard case .slowAnswer = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func noTLSWhereNoneIsSpoken() async throws {
        let server = try LoopbackServer { _, _ in }
        let error = await failure(
            "https://127.0.0.1:\(server.port)", limits: HTTPLimits(connecting: 1))
        switch error {
        case .noTLS, .brokenOff, .slowConnection: break
        default: Issue.record("\(String(describing: error))")
        }
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\n", "a\u{0}", "\u{7F}"])
    func aFieldThatWouldBeTwoIsRefused(_ value: String) async throws {
        let server = try LoopbackServer { _, connection in try connection.answer(200, text: "") }
        await #expect(throws: HTTPError.badField("Authorization")) {
            _ = try await client.data(
                for: HTTPRequest(server.url, fields: ["Authorization": value]), limit: 1)
        }
        #expect(server.requests.isEmpty)
    }

    @Test func aFileThatIsNotThere() async throws {
        let server = try LoopbackServer { _, connection in try connection.answer(200, text: "") }
        let part = FormPart(
            "image", .file(path: "/nonexistent.png"), fileName: "a.png", mediaType: "image/png")
        do {
            _ = try await client.data(
                for: HTTPRequest(server.url, method: "POST", body: .form([part])), limit: 1)
            Issue.record("not refused")
        } catch let error as HTTPError {
            guard case .noFile = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
