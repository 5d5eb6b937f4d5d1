import CCurl
import Glibc

extension HTTPError {
    /// What libcurl says of a transfer that failed.
    init(_ result: ccurl_result, url: String) {
        let host = URLHost.of(url)
        let words = withUnsafeBytes(of: result.message) {
            CurlLibrary.text(Array($0.bindMemory(to: CChar.self)))
        }
        switch result.outcome {
        case ccurl_bad_url where !result.was_connected: self = .badURL(url)
        case ccurl_no_proxy: self = .noProxy(reason: words)
        case ccurl_no_host: self = .noHost(host)
        case ccurl_no_connection:
            let reason =
                result.system_error == 0 ? words : String(cString: strerror(result.system_error))
            // libcurl names the other end, which is the proxy where there is one.
            let name = host.prefix { $0 != ":" }
            let other = words.contains(name) ? "" : ", by the proxy"
            self = .noConnection(host: host, reason: Self.lowerFirst(reason) + other)
        case ccurl_timed_out where !result.was_connected: self = .slowConnection(host: host)
        case ccurl_timed_out: self = .slowAnswer(host: host, reason: Self.lowerFirst(words))
        case ccurl_bad_certificate: self = .badCertificate(host: host, reason: words)
        case ccurl_no_tls: self = .noTLS(host: host, reason: words)
        case ccurl_broken_off:
            self = .brokenOff(
                host: host, received: result.received,
                expected: result.expected >= 0 ? result.expected : nil)
        case ccurl_no_file: self = .noFile(reason: words)
        default: self = .failed(host: host, reason: words)
        }
    }

    private static func lowerFirst(_ text: String) -> String {
        text.prefix(1).lowercased() + text.dropFirst()
    }
}
