package import FoundationEssentials

extension HTTPRequest {
    /// The request to follow an answer that sends elsewhere; nil for any other answer.
    ///
    /// `Authorization` and cookies are for the server that they were meant for, and go to no other: another host, port or scheme. A step down from
    /// `https` to `http` is refused.
    package func following(_ response: HTTPResponse) throws(HTTPError) -> HTTPRequest? {
        guard [301, 302, 303, 307, 308].contains(response.status),
            let location = response.fields["location"]
        else { return nil }
        guard let from = URL(string: url),
            let to = URL(string: location, relativeTo: from)?.absoluteURL,
            let scheme = to.scheme?.lowercased(), ["http", "https"].contains(scheme)
        else { throw .badRedirect(host: URLHost.of(url), location: location) }
        guard from.scheme?.lowercased() != "https" || scheme == "https" else {
            throw .badRedirect(host: URLHost.of(url), location: location)
        }
        var next = self
        next.url = to.absoluteString
        if URLOrigin(from) != URLOrigin(to) {
            for secret in ["Authorization", "Cookie", "Proxy-Authorization"] {
                next.fields[secret] = nil
            }
        }
        if response.status == 303 && method != "HEAD" {
            next.method = "GET"
            next.body = .none
        }
        return next
    }
}

/// What has to agree for two addresses to be one server's.
package struct URLOrigin: Equatable, Sendable {
    let scheme: String
    let host: String
    let port: Int

    /// The origin of an address.
    package init(_ url: URL) {
        scheme = url.scheme?.lowercased() ?? ""
        host = url.host()?.lowercased() ?? ""
        port = url.port ?? (scheme == "https" ? 443 : 80)
    }
}

/// The host of an address, as errors name it.
package enum URLHost {
    /// The host, and the port where one is written; the whole text where it is no address.
    package static func of(_ url: String) -> String {
        guard let parsed = URL(string: url), let host = parsed.host(), !host.isEmpty else {
            return url
        }
        return parsed.port.map { "\(host):\($0)" } ?? host
    }
}
