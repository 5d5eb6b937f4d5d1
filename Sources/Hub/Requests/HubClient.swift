import FoundationEssentials
package import HTTP

/// Asks the Hub: what a repository is, which files it has, who somebody is.
package struct HubClient: Sendable {
    let address: HubAddress
    let tokens: HubTokens
    let http: HTTPClient
    let limits: HTTPLimits
    let retries: RetryPolicy
    private let isOffline: Bool
    private let sendsToken: Bool

    /// The longest answers that are taken: of a question, and of one page of a list.
    private static let longestAnswer = 64 << 20
    private static let mostPages = 1000
    private static let longestChain = 10

    /// A client of the Hub that `environment` names; `limits` and `retries` count for each of its requests.
    package init(
        _ environment: HubEnvironment, http: HTTPClient, limits: HTTPLimits = HTTPLimits(),
        retries: RetryPolicy = RetryPolicy(retries: 5)
    ) {
        address = HubAddress(endpoint: environment.endpoint)
        tokens = HubTokens(environment)
        self.http = http
        self.limits = limits
        self.retries = retries
        isOffline = environment.isOffline
        sendsToken = environment.sendsToken
    }

    /// The page on which a person reads of a repository.
    package func page(_ name: RepositoryName) -> String { address.page(name) }

    /// What the Hub says of a repository at its revision.
    package func info(_ name: RepositoryName) async throws -> RepositoryInfo {
        let question = Question(name, revision: name.wanted)
        let (response, body) = try await answer(address.info(name), question)
        guard let info = RepositoryInfo(json: body) else {
            throw notAHub(response, "it names no commit")
        }
        return info
    }

    /// The files of a commit, all pages of the list.
    package func files(_ name: RepositoryName, commit: String) async throws -> [RepositoryFile] {
        var files: [RepositoryFile] = []
        var next: String? = address.tree(name, commit: commit)
        var pages = 0
        while let url = next, pages < Self.mostPages {
            let (response, body) = try await answer(url, Question(name, revision: commit))
            guard let listed = try? JSONDecoder().decode([Listed].self, from: Data(body)) else {
                throw notAHub(response, "its list of files cannot be read")
            }
            for entry in listed where entry.type == "file" {
                guard let file = entry.file else {
                    throw HubError.unsafePath(entry.path, in: name.id)
                }
                files.append(file)
            }
            next = Self.nextPage(response)
            pages += 1
        }
        return files
    }

    /// Throws what stands between the reader and a gated repository's files, if anything does.
    package func checkAccess(_ name: RepositoryName) async throws {
        do {
            _ = try await answer(address.access(name), Question(name))
        } catch HubError.noRepository(_, isLoggedIn: true) {
            // A mirror need not know this question; reading the files will tell.
        } catch HubError.serverFails {
        }
    }

    /// Whose token `token` is.
    package func user(of token: HubToken) async throws -> HubUser {
        let (response, body) = try await answer(
            address.whoami, Question(token: token, isAboutToken: true))
        guard let user = HubUser(json: body) else { throw notAHub(response, "it names no user") }
        return user
    }

    /// The contents of a short file.
    func contents(of file: String, in name: RepositoryName, commit: String) async throws -> [UInt8]
    {
        try await answer(
            address.file(file, of: name, commit: commit),
            Question(name, revision: commit, file: file)
        ).1
    }

    /// What the Hub says of a file before it sends it; the absence of one is `HubError.noFile`.
    func metadata(
        of file: String, in name: RepositoryName, commit: String,
        noteAbsence: (_ commit: String) -> Void
    ) async throws -> FileMetadata {
        let question = Question(name, revision: commit, file: file)
        var request = request(address.file(file, of: name, commit: commit), question)
        request.method = "HEAD"
        request.fields["Accept-Encoding"] = "identity"
        var (response, _) = try await persist(request, question) { try await self.head($0) }
        for _ in 0..<Self.longestChain {
            // A repository that was renamed; elsewhere only contents are, and what is said of them is said here.
            guard let next = try? request.following(response), address.isOwn(next.url) else {
                break
            }
            request = next
            (response, _) = try await persist(request, question) { try await self.head($0) }
        }
        if response.status >= 400 {
            let error = failure(response, [], question)
            if case HubError.noFile = error, let commit = response.fields["x-repo-commit"] {
                noteAbsence(commit)
            }
            throw error
        }
        return try Self.metadata(response, self)
    }

    private static func metadata(_ response: HTTPResponse, _ client: HubClient) throws
        -> FileMetadata
    {
        let fields = response.fields
        guard let commit = fields["x-repo-commit"] else {
            throw client.notAHub(response, "it names no commit")
        }
        guard var etag = fields["x-linked-etag"] ?? fields["etag"] else {
            throw client.notAHub(response, "it does not name the contents")
        }
        if etag.hasPrefix("W/") { etag.removeFirst(2) }
        etag = String(etag.drop { $0 == "\"" }.prefix { $0 != "\"" })
        guard HubCache.isBlobName(etag) else {
            throw client.notAHub(response, "it names contents `\(etag)`")
        }
        let isRedirect = (300..<400).contains(response.status)
        let size = fields["x-linked-size"] ?? (isRedirect ? nil : fields["content-length"])
        return FileMetadata(etag: etag, size: size.flatMap { Int($0) }, commit: commit)
    }

    private func head(_ request: HTTPRequest) async throws -> (HTTPResponse, [UInt8]) {
        (try await http.send(request) { _, _ in }, [])
    }

    // MARK: Asking

    /// What is asked, for what is said where it fails.
    struct Question: Sendable {
        var name: RepositoryName?
        var revision: String?
        var file: String?
        var token: HubToken?
        var isAboutToken = false

        init(_ name: RepositoryName, revision: String? = nil, file: String? = nil) {
            self.name = name
            self.revision = revision
            self.file = file
        }

        init(token: HubToken, isAboutToken: Bool) {
            self.token = token
            self.isAboutToken = isAboutToken
        }
    }

    /// A request that carries the token where it goes to the Hub itself.
    func request(_ url: String, _ question: Question) -> HTTPRequest {
        var request = HTTPRequest(url, limits: limits)
        if address.isOwn(url), let token = token(for: question) {
            request.fields["Authorization"] = "Bearer \(token.text)"
        }
        return request
    }

    func token(for question: Question) -> HubToken? {
        question.token ?? (sendsToken ? tokens.current() : nil)
    }

    /// The whole answer to a question, or why there is none.
    private func answer(_ url: String, _ question: Question) async throws -> (
        HTTPResponse, [UInt8]
    ) {
        let (response, body) = try await persist(request(url, question), question) {
            try await self.http.data(for: $0, limit: Self.longestAnswer)
        }
        guard response.isSuccess else { throw failure(response, body, question) }
        return (response, body)
    }

    /// Sends a request again, after a while, where it failed in a way that passes.
    func persist<Body: Sendable>(
        _ request: HTTPRequest, _ question: Question,
        send: (HTTPRequest) async throws -> (HTTPResponse, Body)
    ) async throws -> (HTTPResponse, Body) {
        try refuseOffline(question)
        var retry = 0
        while true {
            var delay: Double?
            do {
                let (response, body) = try await send(request)
                if response.asksForRetry {
                    delay = retries.delay(before: retry, asked: response.waitingTime)
                }
                if delay == nil { return (response, body) }
            } catch let error as HTTPError where error.isPassing {
                delay = retries.delay(before: retry)
                if delay == nil { throw error }
            }
            retry += 1
            try await Task.sleep(for: .seconds(delay ?? 0))
        }
    }

    func refuseOffline(_ question: Question) throws {
        if isOffline { throw HubError.offline(wanted: question.name?.description ?? "login") }
    }

    func notAHub(_ response: HTTPResponse, _ missing: String) -> HubError {
        .notAHub(host: URLHost.of(response.url), missing: missing)
    }

    /// The address of the list's next page; nil where this was the last.
    private static func nextPage(_ response: HTTPResponse) -> String? {
        for (name, value) in response.fields.all where name.lowercased() == "link" {
            for link in value.split(separator: ",") where link.contains("rel=\"next\"") {
                guard let start = link.firstIndex(of: "<"), let end = link.firstIndex(of: ">"),
                    start < end
                else { continue }
                let target = String(link[link.index(after: start)..<end])
                return URL(string: target, relativeTo: URL(string: response.url))?.absoluteString
            }
        }
        return nil
    }

    /// An entry of a list of files.
    private struct Listed: Decodable {
        var type: String
        var path: String
        var size: Int?
        var oid: String?
        var lfs: Large?

        struct Large: Decodable {
            var oid: String
            var size: Int
        }

        var file: RepositoryFile? {
            if let lfs, lfs.oid.utf8.count != 64 || !RepositoryName.isHexadecimal(lfs.oid) {
                return nil
            }
            return RepositoryFile(
                path: path, size: lfs?.size ?? size ?? 0, blob: oid ?? "", sha256: lfs?.oid)
        }
    }
}

extension HTTPResponse {
    /// The seconds to wait that the server names, in its own field or in the Hub's.
    var waitingTime: Double? {
        if let seconds = retryAfter() { return seconds }
        // `"api";r=0;t=55`: what is left, and after how many seconds there is more.
        let limits =
            fields["ratelimit"]?.split(separator: ";").map { $0.filter { $0 != " " } } ?? []
        guard limits.contains("r=0") else { return nil }
        return limits.first { $0.hasPrefix("t=") }.flatMap { Double($0.dropFirst(2)) }.flatMap {
            $0.isFinite && $0 >= 0 ? $0 : nil
        }
    }
}
