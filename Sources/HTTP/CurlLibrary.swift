import CCurl

/// libcurl, opened when it is first needed.
struct CurlLibrary: @unchecked Sendable {
    // Immutable once it is opened; libcurl's functions may be called from any thread.
    let functions: OpaquePointer

    private static let name = "libcurl.so.4"

    /// The library, or why it could not be opened.
    static let shared: Result<CurlLibrary, HTTPError> = {
        var message = [CChar](repeating: 0, count: Int(ccurl_message_size))
        guard let functions = ccurl_open(name, &message) else {
            return .failure(.noLibrary(name: name, reason: text(message)))
        }
        return .success(CurlLibrary(functions: functions))
    }()

    /// The text in a buffer that C filled.
    static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
