import Diagnostics

/// Why no whole answer came.
package enum HTTPError: Error, Equatable {
    /// The address is none that can be asked.
    case badURL(String)
    /// A field's name or value cannot be sent: it holds a line's end or another control character.
    case badField(String)
    /// libcurl is not on this system.
    case noLibrary(name: String, reason: String)
    /// The proxy's name is not known.
    case noProxy(reason: String)
    /// The host's name is not known, or nothing can be looked up.
    case noHost(String)
    /// Nothing could be reached at that host and port.
    case noConnection(host: String, reason: String)
    /// No connection in time.
    case slowConnection(host: String)
    /// The server took too long, or fell silent.
    case slowAnswer(host: String, reason: String)
    /// The server's certificate is not trusted.
    case badCertificate(host: String, reason: String)
    /// No secure connection came about.
    case noTLS(host: String, reason: String)
    /// The connection ended early.
    case brokenOff(host: String, received: Int64, expected: Int64?)
    /// A file that was to be sent cannot be read.
    case noFile(reason: String)
    /// The answer is longer than what was asked can be.
    case tooLong(host: String, limit: Int)
    /// The server sends elsewhere, to where nobody should go.
    case badRedirect(host: String, location: String)
    /// The server sends from place to place without end.
    case tooManyRedirects(host: String)
    /// What the server says is not HTTP, or libcurl failed in another way.
    case failed(host: String, reason: String)

    /// Whether the same request may well succeed a moment later.
    package var isPassing: Bool {
        switch self {
        case .noHost, .noConnection, .slowConnection, .slowAnswer, .brokenOff, .noTLS: true
        default: false
        }
    }
}

extension HTTPError: ExplainedError {
    package var message: String {
        switch self {
        case .badURL(let url): "`\(url)` is not an address of the web"
        case .badField(let name): "the field `\(name)` holds a character that no request can carry"
        case .noLibrary(let name, let reason): "cannot open \(name), which speaks HTTP: \(reason)"
        case .noProxy(let reason): "cannot find the proxy: \(reason)"
        case .noHost(let host): "cannot find the host \(host)"
        case .noConnection(let host, let reason): "cannot connect to \(host): \(reason)"
        case .slowConnection(let host): "\(host) did not take the connection in time"
        case .slowAnswer(let host, let reason): "\(host) took too long: \(reason)"
        case .badCertificate(let host, let reason):
            "the certificate of \(host) is not trusted: \(reason)"
        case .noTLS(let host, let reason): "no secure connection with \(host): \(reason)"
        case .brokenOff(let host, let received, let expected):
            if let expected {
                "\(host) ended the connection after \(received) of \(expected) bytes"
            } else {
                "\(host) ended the connection before its answer was whole"
            }
        case .noFile(let reason): "cannot read the file to send: \(reason)"
        case .tooLong(let host, let limit): "the answer of \(host) is longer than \(limit) bytes"
        case .badRedirect(let host, let location):
            "\(host) sends to `\(location)`, which is not followed"
        case .tooManyRedirects(let host): "\(host) sends from place to place without end"
        case .failed(let host, let reason): "the exchange with \(host) failed: \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .noLibrary: "install the package `libcurl4`"
        case .noProxy: "look at the environment's `https_proxy`"
        case .noHost, .noConnection, .slowConnection:
            "look at the network, and at the environment's `https_proxy` where there is a proxy"
        case .badCertificate:
            "where a proxy has a certificate of its own, name its file in `SSL_CERT_FILE`"
        case .slowAnswer, .brokenOff: "try again"
        default: nil
        }
    }
}
