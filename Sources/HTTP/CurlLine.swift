import CCurl

/// A connection that outlives its transfers; one transfer uses it at a time.
final class CurlLine: @unchecked Sendable {
    // libcurl allows `cancel` beside `perform`; all else is called by the one transfer that has the line.
    private let line: OpaquePointer

    /// A new line; nil where memory is short.
    init?(_ library: CurlLibrary) {
        guard let line = ccurl_line_new(library.functions) else { return nil }
        self.line = line
    }

    deinit { ccurl_line_free(line) }

    func rearm() { ccurl_rearm(line) }

    func cancel() { ccurl_cancel(line) }

    func perform(_ request: inout ccurl_request, _ result: inout ccurl_result) {
        ccurl_perform(line, &request, &result)
    }
}
