import HTTP
import TestSupport
import Testing

/// Answers that send elsewhere.
@Suite struct RedirectTests {
    private let client = HTTPClient(agent: "easel/test", environment: [:])

    private func next(_ request: HTTPRequest, _ status: Int, _ location: String) throws
        -> HTTPRequest?
    {
        try request.following(
            HTTPResponse(status: status, fields: ["Location": location], url: request.url))
    }

    @Test func theKeyStaysWithItsServer() throws {
        let request = HTTPRequest(
            "https://hub.example/a/b",
            fields: ["Authorization": "Bearer k", "Cookie": "c", "X": "y"])
        let kept = ["/c", "c", "https://HUB.example/c", "https://hub.example:443/c"]
        for location in kept {
            #expect(try next(request, 307, location)?.fields["authorization"] == "Bearer k")
        }
        let others = [
            "https://cdn.example/c", "https://hub.example:8443/c", "https://a.hub.example/c",
            "https://hub.example@evil.example/", "//evil.example/c",
        ]
        for location in others {
            let next = try next(request, 302, location)
            #expect(next?.fields["authorization"] == nil && next?.fields["cookie"] == nil)
            #expect(next?.fields["x"] == "y")
        }
    }

    @Test func addressesAreResolved() throws {
        let request = HTTPRequest("https://hub.example/a/b?x=1")
        #expect(try next(request, 302, "/c?y=2")?.url == "https://hub.example/c?y=2")
        #expect(try next(request, 302, "c")?.url == "https://hub.example/a/c")
        #expect(try next(request, 200, "/c") == nil)
        #expect(try request.following(HTTPResponse(status: 302, fields: [:], url: "")) == nil)
    }

    @Test(arguments: ["http://hub.example/c", "file:///etc/passwd", "ftp://x/y", "javascript:1"])
    func notEverywhereIsFollowed(_ location: String) throws {
        #expect(throws: HTTPError.badRedirect(host: "hub.example", location: location)) {
            try next(HTTPRequest("https://hub.example/a"), 302, location)
        }
    }

    @Test func aPostBecomesAGetWhereItIsToldTo() throws {
        let request = HTTPRequest("https://hub.example/a", method: "POST", body: .bytes([1]))
        #expect(try next(request, 303, "/c")?.method == "GET")
        #expect(try next(request, 307, "/c")?.method == "POST")
    }

    @Test func theLastAnswerCounts() async throws {
        let other = try LoopbackServer { _, connection in try connection.answer(200, text: "here") }
        let server = try LoopbackServer { request, connection in
            switch request.path {
            case "/start": try connection.answer(302, [("Location", "/next")], text: "not this")
            default: try connection.answer(307, [("Location", other.url + "/x")], text: "nor this")
            }
        }
        let request = HTTPRequest(server.url + "/start", fields: ["Authorization": "Bearer k"])
        let (response, bytes) = try await client.data(for: request, limit: 10)
        #expect(
            String(decoding: bytes, as: UTF8.self) == "here" && response.url == other.url + "/x")
        #expect(server.requests.allSatisfy { $0["authorization"] == "Bearer k" })
        #expect(other.requests.count == 1 && other.requests.first?["authorization"] == nil)
    }

    @Test func aCircleIsLeft() async throws {
        let server = try LoopbackServer { _, connection in
            try connection.answer(302, [("Location", "/")], text: "")
        }
        await #expect(throws: HTTPError.tooManyRedirects(host: "127.0.0.1:\(server.port)")) {
            _ = try await client.data(for: HTTPRequest(server.url), limit: 10)
        }
    }
}
