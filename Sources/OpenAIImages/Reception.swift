import HTTP
import Synchronization

/// Takes an answer as it comes: pictures go into files, events are handed on at once, everything else is short.
final class Reception: Sendable {
    private enum Content {
        case nothing
        case json(PictureExtractor)
        case events(EventStreamReader)
        case refusal([UInt8])
    }

    private struct State {
        var content = Content.nothing
        var received = 0
    }

    private static let longestRefusal = 1 << 18

    private let host: String
    private let pictureLimit: Int
    private let limit: Int
    private let takeEvent: @Sendable (PictureExtractor) throws -> Void
    private let state = Mutex(State())

    /// A reception for `pictures` pictures, up to `pictureLimit` bytes each; `takeEvent` gets each event of a stream.
    init(
        from host: String, pictures: Int, pictureLimit: Int,
        takeEvent: @escaping @Sendable (PictureExtractor) throws -> Void
    ) {
        self.host = host
        self.pictureLimit = pictureLimit
        // Base64 has four bytes for three.
        limit = (pictureLimit / 3 * 4 + (1 << 20)) * pictures
        self.takeEvent = takeEvent
    }

    /// Whether something of what was asked for has come.
    var hasBegun: Bool {
        state.withLock { state in
            switch state.content {
            case .json, .events: true
            case .nothing, .refusal: false
            }
        }
    }

    /// What came where the answer is JSON; nil where it is a stream or a refusal.
    var answer: PictureExtractor? {
        state.withLock { if case .json(let extractor) = $0.content { extractor } else { nil } }
    }

    /// What came where the answer is a refusal.
    var refusal: [UInt8] {
        state.withLock { if case .refusal(let bytes) = $0.content { bytes } else { [] } }
    }

    /// Hands on the event that the end of a stream ends.
    func finish() throws {
        let event = state.withLock { state -> PictureExtractor? in
            guard case .events(var reader) = state.content else { return nil }
            defer { state.content = .events(reader) }
            return reader.finish()
        }
        if let event { try takeEvent(event) }
    }

    /// Takes some bytes of an answer.
    func take(_ response: HTTPResponse, _ bytes: UnsafeRawBufferPointer) throws {
        let events = try state.withLock { state throws(RemoteError) in
            try take(response, bytes, &state)
        }
        for event in events { try takeEvent(event) }
    }

    private func take(
        _ response: HTTPResponse, _ bytes: UnsafeRawBufferPointer, _ state: inout State
    ) throws(RemoteError) -> [PictureExtractor] {
        if case .nothing = state.content { state.content = try content(response, bytes) }
        state.received += bytes.count
        guard state.received <= limit else { throw .tooLong(limit: limit) }
        // The content is moved out while it changes, so that it is not copied.
        let content = state.content
        state.content = .nothing
        switch content {
        case .nothing: return []
        case .json(var extractor):
            defer { state.content = .json(extractor) }
            try extractor.take(bytes)
            return []
        case .events(var reader):
            defer { state.content = .events(reader) }
            return try reader.take(bytes)
        case .refusal(var refusal):
            refusal += bytes.prefix(max(Self.longestRefusal - refusal.count, 0))
            state.content = .refusal(refusal)
            return []
        }
    }

    /// What an answer is that begins so.
    private func content(
        _ response: HTTPResponse, _ bytes: UnsafeRawBufferPointer
    ) throws(RemoteError) -> Content {
        guard response.isSuccess else { return .refusal([]) }
        if let text = response.fields["content-length"], let length = Int(text), length > limit {
            throw .tooLong(limit: limit)
        }
        let type = response.mediaType
        if type == "text/event-stream" {
            return .events(EventStreamReader(pictureLimit: pictureLimit))
        }
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard first == UInt8(ascii: "{") || first == nil else {
            throw .notJSON(
                host: host, status: response.status, type: type, request: response.requestID)
        }
        return .json(PictureExtractor(pictureLimit: pictureLimit))
    }
}

extension HTTPResponse {
    /// The kind of the body, without its parameters, as messages name it.
    var mediaType: String {
        let type = fields["content-type"]?.prefix { $0 != ";" } ?? ""
        let shown = Masking.shown(type.filter { $0 != " " }.lowercased(), key: nil, limit: 60)
        return shown.isEmpty ? "no type" : shown
    }

    /// The number by which the service knows the request.
    var requestID: String? {
        fields["x-request-id"].flatMap { $0.isEmpty ? nil : Masking.shown($0, key: nil, limit: 80) }
    }
}
