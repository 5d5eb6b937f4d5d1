import Foundation
import Images

/// One request to the stand-in, and its answer.
struct StandInExchange {
    let request: ServedRequest
    let connection: ServedConnection
    let counter: StandInOpenAI.Counter

    /// The head's field by which a request can be asked about.
    static let requestID = ("x-request-id", "req_stand_in_1234")

    /// Answers as the API does.
    func answer() throws {
        if request.path.hasPrefix("/pictures/") { return try picture() }
        guard request["authorization"] == "Bearer \(StandInOpenAI.key)" else {
            return try refuse(
                401,
                "Incorrect API key provided: \(request["authorization"] ?? "none"). You can find your "
                    + "API key at https://platform.openai.com/account/api-keys.",
                type: "invalid_request_error", code: "invalid_api_key")
        }
        switch (request.method, request.path) {
        case ("GET", "/v1/models"):
            try connection.answer(200, json, text: #"{"object":"list","data":[]}"#)
        case ("POST", "/v1/images/generations"): try make("images/generations")
        case ("POST", "/v1/images/edits"): try make("images/edits")
        default:
            try refuse(
                404, "Invalid URL (\(request.method) \(request.path))",
                type: "invalid_request_error")
        }
    }

    private var json: [(String, String)] { [("Content-Type", "application/json"), Self.requestID] }

    private func make(_ operation: String) throws {
        let isForm = request["content-type"]?.hasPrefix("multipart/") == true
        let schema = try RequestSchema()
        let problems =
            isForm
            ? schema.problems(operation, form: request.form)
            : schema.problems(operation, json: request.body)
        if !problems.isEmpty {
            return try refuse(
                400, "Invalid request: \(problems.joined(separator: "; "))",
                type: "invalid_request_error", code: "invalid_value")
        }
        let asked = StandInOrder(request, isForm: isForm, operation: operation)
        if let fault = StandInFault(prompt: asked.prompt) {
            return try StandInPlay(exchange: self, asked: asked).perform(fault)
        }
        try succeed(asked)
    }

    /// Gives what was asked for.
    func succeed(_ asked: StandInOrder) throws {
        if asked.isStreamed { return try stream(asked) }
        try answer(asked, try (0..<asked.count).map { try asked.picture($0).base64 })
    }

    /// Answers with the given pictures.
    func answer(
        _ asked: StandInOrder, _ pictures: [String], revised: String? = nil, format: String? = nil
    ) throws {
        let data = pictures.map { picture in
            var item = ["b64_json": picture]
            item["revised_prompt"] = revised
            return item
        }
        try connection.answer(200, json, text: asked.body(data: data, format: format))
    }

    /// Streams unfinished pictures and the finished one.
    func stream(_ asked: StandInOrder, cutBeforeEnd: Bool = false) throws {
        try connection.head(
            200,
            [
                ("Content-Type", "text/event-stream; charset=utf-8"), Self.requestID,
                ("Transfer-Encoding", "chunked"),
            ])
        for number in 0..<asked.partials {
            try event(
                asked.event(
                    "partial_image", picture: asked.picture(number + 1),
                    ["partial_image_index": number]))
        }
        if !cutBeforeEnd {
            try event(
                asked.event("completed", picture: asked.picture(0), ["usage": StandInOrder.usage]))
        }
        try connection.write("0\r\n\r\n".utf8)
    }

    /// Sends an event of a stream, in two pieces.
    func event(_ fields: [String: Any]) throws {
        let data = try JSONSerialization.data(withJSONObject: fields)
        let text =
            "event: \(fields["type"] ?? "error")\ndata: \(String(decoding: data, as: UTF8.self))\n\n"
        let bytes = Array(text.utf8)
        try connection.chunk(bytes[..<(bytes.count / 2)])
        try connection.chunk(bytes[(bytes.count / 2)...])
    }

    /// Refuses in the API's own form.
    func refuse(
        _ status: Int, _ message: String, type: String, code: String? = nil,
        details: [String: Any]? = nil, fields: [(String, String)] = []
    ) throws {
        var error: [String: Any] = [
            "message": message, "type": type, "param": NSNull(), "code": code ?? NSNull(),
        ]
        error["moderation_details"] = details
        let body = try JSONSerialization.data(withJSONObject: ["error": error])
        try connection.answer(status, json + fields, Array(body))
    }

    /// A picture by its address, for which no key may be sent.
    private func picture() throws {
        guard request["authorization"] == nil else {
            return try connection.answer(
                400, [("Content-Type", "text/plain")], text: "a key came along")
        }
        guard request.path == "/pictures/1.png" else { return try connection.answer(404) }
        let image = StandInOrder.image(seed: 0, width: 64, height: 64)
        try connection.answer(200, [("Content-Type", "image/png")], try PNGFile.encode(image))
    }
}

extension [UInt8] {
    /// These bytes in Base64.
    var base64: String { Data(self).base64EncodedString() }
}
