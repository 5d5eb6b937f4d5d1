import CCurl

/// A request as C takes it.
enum CurlRequest {
    /// Calls `body` with the request's description, whose pointers live as long as the call.
    static func with(
        _ request: HTTPRequest, certificates: String?, _ body: (inout ccurl_request) -> Void
    ) {
        var memory = Memory()
        defer { memory.free() }
        var described = ccurl_request()
        described.method = memory.text(request.method)
        described.url = memory.text(request.url)
        described.certificates = certificates.flatMap { memory.text($0) }
        described.connect_seconds = request.limits.connecting
        described.stall_seconds = request.limits.stalling ?? 0
        described.total_seconds = request.limits.total ?? 0
        let headers = request.fields.all.map { memory.text("\($0.name): \($0.value)") }
        switch request.body {
        case .none: perform(&described, headers, [], body)
        case .bytes(let bytes):
            described.body = memory.bytes(bytes)
            described.body_size = bytes.count
            perform(&described, headers, [], body)
        case .form(let parts):
            perform(&described, headers, parts.map { memory.part($0) }, body)
        }
    }

    private static func perform(
        _ described: inout ccurl_request, _ headers: [UnsafePointer<CChar>?], _ parts: [ccurl_part],
        _ body: (inout ccurl_request) -> Void
    ) {
        headers.withUnsafeBufferPointer { headers in
            parts.withUnsafeBufferPointer { parts in
                described.headers = headers.baseAddress
                described.header_count = headers.count
                described.parts = parts.baseAddress
                described.part_count = parts.count
                body(&described)
            }
        }
    }

    /// Copies of texts and bytes at addresses that stay.
    private struct Memory {
        private var copies: [UnsafeMutableRawPointer] = []

        mutating func bytes(_ bytes: [UInt8]) -> UnsafeRawPointer {
            let copy = UnsafeMutableRawPointer.allocate(
                byteCount: max(bytes.count, 1), alignment: 1)
            copy.copyMemory(from: bytes, byteCount: bytes.count)
            copies.append(copy)
            return UnsafeRawPointer(copy)
        }

        mutating func text(_ text: String) -> UnsafePointer<CChar>? {
            let characters = Array(text.utf8) + [0]
            return bytes(characters).bindMemory(to: CChar.self, capacity: characters.count)
        }

        mutating func part(_ part: FormPart) -> ccurl_part {
            var described = ccurl_part()
            described.name = text(part.name)
            described.file_name = part.fileName.flatMap { text($0) }
            described.media_type = part.mediaType.flatMap { text($0) }
            switch part.content {
            case .bytes(let bytes):
                described.data = self.bytes(bytes)
                described.size = bytes.count
            case .file(let path): described.path = text(path)
            }
            return described
        }

        mutating func free() {
            for copy in copies { copy.deallocate() }
            copies = []
        }
    }
}
