/// What a server is asked.
package struct HTTPRequest: Sendable {
    /// "GET", "HEAD", "POST" and so on.
    package var method: String
    /// The whole address, with `http` or `https`, percent-encoded where it must be.
    package var url: String
    /// The head's fields.
    package var fields: HTTPFields
    /// What is sent after the head.
    package var body: HTTPBody
    /// How long what may take.
    package var limits: HTTPLimits

    /// A request without a body, unless one is given.
    package init(
        _ url: String, method: String = "GET", fields: HTTPFields = [:], body: HTTPBody = .none,
        limits: HTTPLimits = HTTPLimits()
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.limits = limits
    }
}

/// What is sent after a request's head.
package enum HTTPBody: Sendable {
    /// Nothing.
    case none
    /// These bytes; their media type is a field of the request.
    case bytes([UInt8])
    /// A form of the type `multipart/form-data`, its boundary chosen by libcurl.
    case form([FormPart])
}

/// One part of a form.
package struct FormPart: Sendable {
    /// What a part holds.
    package enum Content: Sendable {
        /// These bytes.
        case bytes([UInt8])
        /// A file, read as it is sent.
        case file(path: String)
    }

    /// The field's name.
    package var name: String
    /// What it holds.
    package var content: Content
    /// The name that the server is told; nil for a plain field.
    package var fileName: String?
    /// The media type, `image/png`; nil for a plain field.
    package var mediaType: String?

    /// A plain field with a text.
    package init(_ name: String, text: String) {
        self.name = name
        content = .bytes(Array(text.utf8))
    }

    /// A file's contents under a name of their own.
    package init(_ name: String, _ content: Content, fileName: String, mediaType: String) {
        self.name = name
        self.content = content
        self.fileName = fileName
        self.mediaType = mediaType
    }
}

/// How long what may take, in seconds.
package struct HTTPLimits: Sendable, Equatable {
    /// Until the connection stands.
    package var connecting: Double
    /// Without a byte in either direction, to whole seconds; nil for any time.
    package var stalling: Double?
    /// All together; nil for any time.
    package var total: Double?

    /// Ten seconds to connect and half a minute of silence, unless others are given.
    package init(connecting: Double = 10, stalling: Double? = 30, total: Double? = nil) {
        self.connecting = connecting
        self.stalling = stalling
        self.total = total
    }
}

/// The head of a server's answer.
package struct HTTPResponse: Sendable, Equatable {
    /// The status, such as 200.
    package var status: Int
    /// The head's fields.
    package var fields: HTTPFields
    /// The address that answered.
    package var url: String

    /// An answer's head.
    package init(status: Int, fields: HTTPFields, url: String) {
        self.status = status
        self.fields = fields
        self.url = url
    }

    /// Whether what was asked was done.
    package var isSuccess: Bool { (200..<300).contains(status) }
}
