import HTTP
import Synchronization

/// Sends requests to a server, and again where it is worth it.
struct ImagesClient: Sendable {
    let http: HTTPClient
    let server: Server
    let limits: HTTPLimits
    let policy: RetryPolicy

    /// The most bytes of a picture: a PNG of noise at the largest size has 25 million.
    static let pictureLimit = 64 << 20

    /// What came of a request.
    struct Outcome: Sendable {
        /// The pictures, in their order.
        var pictures: [ReceivedPicture] = []
        /// What the whole answer was made of; nil where the service did not say.
        var usage: Usage?
        /// The kind of file that the service says it sent.
        var format: String?
        /// The number by which the service knows the request.
        var request: String?
    }

    /// A picture that came.
    struct ReceivedPicture: Sendable {
        var file: TemporaryFile
        var revisedPrompt: String?
    }

    /// How many tokens an answer took.
    struct Usage: Sendable {
        var text: Int
        var image: Int
        var output: Int
    }

    /// Makes pictures; `preview` gets each unfinished one as it comes, `note` what the user must know meanwhile.
    func make(
        _ request: ImagesRequest, with model: RemoteModel, count: Int,
        preview: @escaping @Sendable (TemporaryFile, Int) -> Void,
        note: @Sendable (String) -> Void
    ) async throws -> Outcome {
        let streamed = Mutex(Outcome())
        let (response, reception) = try await send(request, model, count, note) { event in
            try take(event, model, preview) { change in streamed.withLock { change(&$0) } }
        }
        var outcome = streamed.withLock { $0 }
        outcome.request = response.requestID
        guard let answer = reception.answer else {
            guard !outcome.pictures.isEmpty else {
                throw RemoteError.unfinished(host: server.host, request: response.requestID)
            }
            return outcome
        }
        return try await collect(answer, response, model)
    }

    // MARK: Asking

    private func send(
        _ request: ImagesRequest, _ model: RemoteModel, _ count: Int, _ note: (String) -> Void,
        _ takeEvent: @escaping @Sendable (PictureExtractor) throws -> Void
    ) async throws -> (HTTPResponse, Reception) {
        var fields: HTTPFields = ["Accept": "application/json, text/event-stream"]
        server.credentials?.add(to: &fields)
        if request.files.isEmpty { fields["Content-Type"] = "application/json" }
        let sent = HTTPRequest(
            "\(server.base)/\(request.operation)", method: "POST", fields: fields,
            body: request.body, limits: limits)
        var tries = 0
        while true {
            tries += 1
            let reception = Reception(
                from: server.host, pictures: count, pictureLimit: Self.pictureLimit,
                takeEvent: takeEvent)
            do {
                let response = try await http.send(sent) { try reception.take($0, $1) }
                if response.isSuccess {
                    try reception.finish()
                    return (response, reception)
                }
                let error = RemoteError(
                    response, reception.refusal, model: model.name, server: server, tries: tries)
                guard let delay = delay(response, error, tries) else { throw error }
                try await wait(delay, "\(server.host) answered \(response.status)", note)
            } catch let error as HTTPError {
                // Once an answer has begun, the pictures are made and may be charged: asking again would buy them twice.
                if reception.hasBegun {
                    throw RemoteError.lost(reason: error.message, request: nil)
                }
                guard error.isPassing, let delay = policy.delay(before: tries - 1) else {
                    throw error
                }
                try await wait(delay, error.message, note)
            }
        }
    }

    /// How long to wait before the request is sent again; nil where it is not.
    private func delay(_ response: HTTPResponse, _ error: RemoteError, _ tries: Int) -> Double? {
        if case .noMoney = error { return nil }
        guard response.asksForRetry else { return nil }
        return policy.delay(before: tries - 1, asked: response.retryAfter())
    }

    private func wait(_ seconds: Double, _ reason: String, _ note: (String) -> Void) async throws {
        let tenths = Int((seconds * 10).rounded(.up))
        note("\(reason): trying again in \(tenths / 10).\(tenths % 10) s")
        try await Task.sleep(for: .seconds(seconds))
    }

    // MARK: Reading

    /// Takes an event of a stream: an unfinished picture, a finished one, or an error.
    private func take(
        _ event: PictureExtractor, _ model: RemoteModel,
        _ preview: (TemporaryFile, Int) -> Void, _ change: ((inout Outcome) -> Void) -> Void
    ) throws {
        // What ends other servers' streams is no JSON.
        guard let json = JSONValue(event.remainder) else { return }
        let answer = Answer(json)
        let file = answer.item.file.flatMap { event.file($0) }
        if let file, answer.type?.hasSuffix(".partial_image") == true {
            preview(file, answer.number ?? 0)
        } else if let file {
            change { outcome in
                outcome.pictures.append(
                    ReceivedPicture(file: file, revisedPrompt: answer.item.revisedPrompt))
                outcome.usage = answer.usage ?? outcome.usage
                outcome.format = answer.format
            }
        } else if let report = ErrorReport(json) {
            throw refusal(report, request: nil, model)
        }
    }

    /// What a report means that came in the place of pictures, with a status that promised them.
    private func refusal(_ report: ErrorReport, request: String?, _ model: RemoteModel)
        -> RemoteError
    {
        let refusal = RemoteError.Refusal(
            host: server.host, message: Masking.shown(report.message, key: server.credentials?.key),
            request: request)
        return RemoteError.meaning(report, refusal, 400, model.name, server, 1)
    }

    private func collect(
        _ extractor: PictureExtractor, _ response: HTTPResponse, _ model: RemoteModel
    ) async throws -> Outcome {
        guard let json = JSONValue(extractor.remainder) else {
            throw RemoteError.notJSON(
                host: server.host, status: response.status, type: response.mediaType,
                request: response.requestID)
        }
        let answer = Answer(json)
        var outcome = Outcome(
            usage: answer.usage, format: answer.format, request: response.requestID)
        for item in answer.data {
            let file: TemporaryFile
            if let sent = item.file.flatMap({ extractor.file($0) }) {
                file = sent
            } else if let url = item.url {
                file = try await fetch(url)
            } else {
                continue
            }
            outcome.pictures.append(
                ReceivedPicture(file: file, revisedPrompt: item.revisedPrompt))
        }
        if outcome.pictures.isEmpty {
            if let report = ErrorReport(json) {
                throw refusal(report, request: response.requestID, model)
            }
            throw RemoteError.noPictures(host: server.host, request: response.requestID)
        }
        return outcome
    }

    /// Fetches a picture from its address, which is good for an hour; no key goes there.
    private func fetch(_ url: String) async throws -> TemporaryFile {
        let file = try TemporaryFile()
        let size = Mutex(0)
        let request = HTTPRequest(
            url, limits: HTTPLimits(connecting: limits.connecting, stalling: 60))
        for tries in 0... {
            do {
                let response = try await http.sendFollowing(request) { response, bytes in
                    guard response.isSuccess else { return }
                    let total = size.withLock { size in
                        size += bytes.count
                        return size
                    }
                    guard total <= Self.pictureLimit else {
                        throw RemoteError.tooLong(limit: Self.pictureLimit)
                    }
                    try file.append(Array(bytes))
                }
                if response.isSuccess { return file }
                throw RemoteError.lost(
                    reason:
                        "\(URLHost.of(url)) answered \(response.status) in the place of the picture",
                    request: response.requestID)
            } catch let error as HTTPError {
                let isUntouched = size.withLock { $0 == 0 }
                guard error.isPassing, isUntouched, let delay = policy.delay(before: tries) else {
                    throw RemoteError.lost(reason: error.message, request: nil)
                }
                try await Task.sleep(for: .seconds(delay))
            }
        }
        return file
    }
}
