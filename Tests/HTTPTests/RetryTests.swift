import Foundation
import HTTP
import Testing

/// When a request is repeated.
@Suite struct RetryTests {
    private func response(_ status: Int, _ fields: HTTPFields = [:]) -> HTTPResponse {
        HTTPResponse(status: status, fields: fields, url: "")
    }

    @Test func waitingTimesDoubleUpToALimit() {
        let policy = RetryPolicy(retries: 7)
        for (retry, full) in [0.5, 1, 2, 4, 8, 8, 8].enumerated() {
            let delay = policy.delay(before: retry) ?? 0
            #expect(delay <= full && delay >= full * 0.75)
        }
        #expect(policy.delay(before: 7) == nil)
        #expect(policy.delay(before: 0, asked: 3) == 3)
        #expect(policy.delay(before: 0, asked: 121) == nil)
    }

    @Test func theServerSaysWhetherAndWhen() {
        for status in [408, 409, 429, 500, 502, 503, 529] { #expect(response(status).asksForRetry) }
        for status in [200, 400, 401, 403, 404, 422] { #expect(!response(status).asksForRetry) }
        #expect(response(400, ["X-Should-Retry": "true"]).asksForRetry)
        #expect(!response(500, ["x-should-retry": "false"]).asksForRetry)
        #expect(response(429, ["Retry-After-Ms": "1500", "Retry-After": "9"]).retryAfter() == 1.5)
        #expect(response(429, ["Retry-After": "9"]).retryAfter() == 9)
        #expect(response(429, ["Retry-After": "-9"]).retryAfter() == 0)
        #expect(response(429).retryAfter() == nil)
        #expect(response(429, ["Retry-After": "soon"]).retryAfter() == nil)
        #expect(response(429, ["Retry-After": "nan"]).retryAfter() == nil)
        let now = Date(timeIntervalSince1970: 1_445_412_470)
        #expect(
            response(429, ["Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"]).retryAfter(now: now)
                == 10)
    }
}
