import Foundation
import Images

/// What the stand-in does instead of what it is asked.
struct StandInPlay {
    let exchange: StandInExchange
    let asked: StandInOrder

    private var connection: ServedConnection { exchange.connection }
    private static let html: [(String, String)] = [("Content-Type", "text/html; charset=utf-8")]
    private static let page = "<!DOCTYPE html><html><body>Bad gateway</body></html>"

    /// Does what a fault says.
    func perform(_ fault: StandInFault) throws {
        if try refuses(fault) || fails(fault) || answersWrongly(fault) { return }
        try answerSpecially(fault)
    }

    private func refuses(_ fault: StandInFault) throws -> Bool {
        switch fault {
        case .unverified:
            try exchange.refuse(
                403,
                "Your organization must be verified to use the model `gpt-image-1`. Please go to: "
                    + "https://platform.openai.com/settings/organization/general",
                type: "invalid_request_error")
        case .gone:
            try exchange.refuse(
                404, "The model `x` does not exist or you do not have access to it.",
                type: "invalid_request_error", code: "model_not_found")
        case .policy:
            try exchange.refuse(
                400, "Your request was rejected as a result of our safety system.",
                type: "invalid_request_error", code: "content_policy_violation")
        case .blockedInput, .blockedOutput:
            try exchange.refuse(
                400, "Your request was rejected by the safety system.",
                type: "image_generation_user_error", code: "moderation_blocked",
                details: [
                    "moderation_stage": fault == .blockedInput ? "input" : "output",
                    "categories": ["violence", "self-harm"],
                ])
        case .billing:
            try exchange.refuse(
                400, "Billing hard limit has been reached.", type: "invalid_request_error",
                code: "billing_hard_limit_reached")
        case .quota:
            try exchange.refuse(
                429, "You exceeded your current quota, please check your plan and billing details.",
                type: "insufficient_quota", code: "insufficient_quota")
        case .credit:
            try exchange.refuse(
                429, "Your credit balance is exhausted.", type: "billing",
                code: "credit_balance_exhausted")
        case .echo:
            try exchange.refuse(
                400, "No: Authorization: Bearer \(StandInOpenAI.key), sk-proj-********Only5",
                type: "invalid_request_error")
        case .fastapi:
            try connection.answer(
                422, [("Content-Type", "application/json")],
                text:
                    #"{"detail":[{"loc":["body","size"],"msg":"field required","type":"missing"}]}"#
            )
        case .fastapiText:
            try connection.answer(
                400, [("Content-Type", "application/json")],
                text: #"{"detail":"no such pipeline"}"#)
        default: return false
        }
        return true
    }

    private func fails(_ fault: StandInFault) throws -> Bool {
        let time = exchange.counter.next(asked.prompt)
        switch fault {
        case .rate: try rate()
        case .rateTwice: if time <= 2 { try rate() } else { try exchange.succeed(asked) }
        case .failing:
            try exchange.refuse(
                500, "The server had an error.", type: "server_error",
                fields: [("retry-after-ms", "1")])
        case .failingOnce:
            if time == 1 {
                try exchange.refuse(
                    503, "Overloaded.", type: "server_error", fields: [("retry-after", "0")])
            } else {
                try exchange.succeed(asked)
            }
        case .failingHTML:
            try connection.answer(502, Self.html + [("retry-after-ms", "1")], text: Self.page)
        case .noRetry:
            try exchange.refuse(
                500, "Broken for good.", type: "server_error", fields: [("x-should-retry", "false")]
            )
        case .resetOnce: if time == 1 { connection.reset() } else { try exchange.succeed(asked) }
        case .reset: connection.reset()
        case .broken:
            let body = asked.body(data: [["b64_json": try asked.picture(0).base64]])
            try connection.head(
                200,
                [("Content-Type", "application/json"), ("Content-Length", "\(body.utf8.count)")])
            try connection.write(body.utf8.prefix(body.utf8.count / 2))
            connection.close()
        case .silent: connection.fallSilent()
        default: return false
        }
        return true
    }

    private func rate() throws {
        try exchange.refuse(
            429, "Rate limit reached for images per minute. Limit: 5/1min.", type: "requests",
            code: "rate_limit_exceeded", fields: [("retry-after-ms", "1")])
    }

    private func answersWrongly(_ fault: StandInFault) throws -> Bool {
        switch fault {
        case .html: try connection.answer(200, Self.html, text: Self.page)
        case .cutBase64:
            try exchange.answer(asked, [String(try asked.picture(0).base64.dropLast(5))])
        case .notBase64: try exchange.answer(asked, ["this is no picture!"])
        case .text: try exchange.answer(asked, [Array("a picture, believe me".utf8).base64])
        case .damaged: try exchange.answer(asked, [Array(try asked.picture(0).prefix(500)).base64])
        case .empty: try exchange.answer(asked, [])
        case .huge: try pour()
        case .hugeLength:
            try connection.head(
                200, [("Content-Type", "application/json"), ("Content-Length", "1073741824")])
            try connection.write("{\"data\":[".utf8)
            connection.fallSilent()
        case .streamError:
            try connection.head(
                200, [("Content-Type", "text/event-stream"), ("Transfer-Encoding", "chunked")])
            try exchange.event([
                "type": "error",
                "error": [
                    "message": "Blocked.", "code": "moderation_blocked",
                    "type": "image_generation_user_error",
                ],
            ])
            try connection.write("0\r\n\r\n".utf8)
        case .streamCut: try exchange.stream(asked, cutBeforeEnd: true)
        default: return false
        }
        return true
    }

    /// A gibibyte, made as it is sent.
    private func pour() throws {
        try connection.head(
            200, [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")])
        try connection.chunk(Array("{\"data\":[{\"b64_json\":\"".utf8))
        let piece = [UInt8](repeating: UInt8(ascii: "A"), count: 1 << 20)
        for _ in 0..<1024 { try connection.chunk(piece) }
        try connection.chunk(Array("\"}]}".utf8))
        try connection.write("0\r\n\r\n".utf8)
    }

    private func answerSpecially(_ fault: StandInFault) throws {
        switch fault {
        case .url, .lostURL:
            let host = exchange.request["host"] ?? ""
            let name = fault == .url ? "1" : "2"
            try connection.answer(
                200, [("Content-Type", "application/json")],
                text: asked.body(data: [["url": "http://\(host)/pictures/\(name).png"]]))
        case .slow:
            let body = Array(asked.body(data: [["b64_json": try asked.picture(0).base64]]).utf8)
            let pieces = stride(from: 0, to: body.count, by: 97).map {
                Array(body[$0..<min($0 + 97, body.count)])
            }
            try connection.answer(200, [("Content-Type", "application/json")], chunks: pieces)
        case .big:
            let picture = try StandInOrder.noise().base64
            try exchange.answer(asked, Array(repeating: picture, count: asked.count))
        case .revised:
            try exchange.answer(
                asked, [try asked.picture(0).base64], revised: "a lion that has coffee, in oil")
        case .webp, .jpeg:
            let bytes = try Data(
                contentsOf: URL(fileURLWithPath: Fixtures.path("openai/lion.\(fault.rawValue)")))
            try exchange.answer(asked, [Array(bytes).base64], format: fault.rawValue)
        case .escaped:
            // As PHP writes JSON.
            let body = asked.body(data: [["b64_json": try asked.picture(0).base64]])
            try connection.answer(
                200, [("Content-Type", "application/json")],
                text: body.contains("\\/") ? body : body.replacing("/", with: "\\/"))
        case .streamOdd:
            // As other servers write streams: comments, no blanks, other line ends, a last word that is no JSON.
            let data = try JSONSerialization.data(
                withJSONObject: asked.event("completed", picture: try asked.picture(0), [:]))
            let text =
                ": hello\r\n\r\nid: 1\r\ndata:\(String(decoding: data, as: UTF8.self))\r\n\r\n"
            try connection.answer(
                200, [("Content-Type", "text/event-stream")], text: text + "data: [DONE]\r\n\r\n")
        case .otherSize:
            let image = StandInOrder.image(seed: 0, width: 40, height: 24)
            try exchange.answer(asked, [try PNGFile.encode(image).base64])
        default: try exchange.succeed(asked)
        }
    }
}
