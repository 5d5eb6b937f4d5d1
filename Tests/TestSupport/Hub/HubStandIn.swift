import Synchronization

/// A stand-in for the Hub on the loopback interface: its answers, its redirects to another server for large files, and whatever can go wrong.
///
/// Scripts/check-hub.sh has huggingface_hub itself download from it.
package final class HubStandIn: Sendable {
    /// What goes wrong with one file's contents.
    package enum Fault: Sendable {
        /// The connection breaks after so many bytes of a body.
        case breaksOff(after: Int)
        /// The server says no more after so many bytes of a body.
        case fallsSilent(after: Int)
        /// A byte arrives changed.
        case damaged
        /// The body is shorter than it should be, and nobody says so.
        case short
        /// The body is longer than it should be.
        case long
        /// The whole file comes where a part was asked for.
        case ignoresRange
        /// The server answers with this status and these fields instead.
        case status(Int, [(String, String)])
    }

    /// The state that a test can change while the servers run.
    package struct State: Sendable {
        /// The repositories by their names.
        package var repositories: [String: ServedRepository] = [:]
        /// Those who have a token, by it.
        package var users: [String: ServedUser] = [:]
        /// New names of repositories that were renamed.
        package var renamed: [String: String] = [:]
        /// What goes wrong, the next time first; a path of a file, or of an address that begins with a slash.
        package var faults: [String: [Fault]] = [:]
        /// How many files a page of a list has.
        package var pageSize = 4
        /// Whether contents lie at another server.
        package var redirects = true
    }

    private let shared: Shared
    private let hub: LoopbackServer
    private let store: LoopbackServer

    /// A Hub with these repositories.
    package init(_ repositories: [ServedRepository] = []) throws {
        let shared = Shared()
        self.shared = shared
        store = try LoopbackServer { request, connection in
            try StoreAnswers(shared: shared, request: request, connection: connection).answer()
        }
        let storeURL = store.url
        hub = try LoopbackServer { request, connection in
            try HubAnswers(
                shared: shared, storeURL: storeURL, request: request, connection: connection
            ).answer()
        }
        for repository in repositories { change { $0.repositories[repository.id] = repository } }
    }

    /// Its address, for `HF_ENDPOINT`.
    package var url: String { hub.url }

    /// Where large files lie: another server.
    package var storeURL: String { store.url }

    /// The requests that came to the Hub.
    package var requests: [ServedRequest] { hub.requests }

    /// The requests that came to the server of large files.
    package var storeRequests: [ServedRequest] { store.requests }

    /// The bytes of files' contents that were sent, by the files' paths.
    package var sent: [String: Int] { shared.sent.withLock { $0 } }

    /// Changes what it serves.
    package func change(_ body: (inout State) -> Void) { shared.state.withLock { body(&$0) } }

    /// Forgets which bytes were sent.
    package func forget() { shared.sent.withLock { $0 = [:] } }

    /// Ends both servers.
    package func stop() {
        hub.stop()
        store.stop()
    }

    /// What both servers know.
    final class Shared: Sendable {
        let state = Mutex(State())
        let sent = Mutex<[String: Int]>([:])

        /// What goes wrong with `key` this time.
        func nextFault(_ key: String) -> Fault? {
            state.withLock { state in
                guard var faults = state.faults[key], !faults.isEmpty else { return nil }
                let fault = faults.removeFirst()
                state.faults[key] = faults
                return fault
            }
        }
    }
}

/// Sends a file's contents, as they are asked for or as something goes wrong.
struct ContentSender {
    let shared: HubStandIn.Shared
    let request: ServedRequest
    let connection: ServedConnection
    let file: ServedRepository.File

    private static let pieceSize = 1 << 16

    func send(_ fields: [(String, String)]) throws {
        let fault = shared.nextFault(file.path)
        if case .status(let status, let more) = fault {
            return try connection.answer(status, more, text: "")
        }
        var body = file.bytes
        if case .damaged = fault, !body.isEmpty { body[body.count / 2] ^= 1 }
        if case .short = fault { body.removeLast(min(10, body.count)) }
        if case .long = fault { body += [1, 2, 3] }
        var ignoresRange = false
        if case .ignoresRange = fault { ignoresRange = true }
        let start = ignoresRange ? 0 : rangeStart ?? 0
        guard start < body.count || start == 0 else {
            return try connection.answer(
                416, [("Content-Range", "bytes */\(body.count)")], text: "")
        }
        let isPart = rangeStart != nil && !ignoresRange
        let range =
            isPart ? [("Content-Range", "bytes \(start)-\(body.count - 1)/\(body.count)")] : []
        try connection.head(
            isPart ? 206 : 200, fields + range + [("Content-Length", "\(body.count - start)")])
        guard request.method != "HEAD" else { return }
        try send(body[start...], fault)
    }

    private var rangeStart: Int? {
        guard let range = request["range"], range.hasPrefix("bytes="), range.hasSuffix("-")
        else { return nil }
        return Int(range.dropFirst("bytes=".count).dropLast())
    }

    private func send(_ body: ArraySlice<UInt8>, _ fault: HubStandIn.Fault?) throws {
        var limit = body.count
        if case .breaksOff(let after) = fault { limit = min(after, limit) }
        if case .fallsSilent(let after) = fault { limit = min(after, limit) }
        var rest = body.prefix(limit)
        while !rest.isEmpty {
            let piece = rest.prefix(Self.pieceSize)
            try connection.write(piece)
            shared.sent.withLock { $0[file.path, default: 0] += piece.count }
            rest = rest.dropFirst(piece.count)
        }
        if case .breaksOff = fault { connection.close() }
        if case .fallsSilent = fault { connection.fallSilent() }
    }
}

/// What the server of large files answers.
struct StoreAnswers {
    let shared: HubStandIn.Shared
    let request: ServedRequest
    let connection: ServedConnection

    func answer() throws {
        // A signed address wants no token: a real one refuses a request that carries one.
        guard request["authorization"] == nil, request.query == "signature=yes" else {
            return try connection.answer(400, text: "only one way to sign is allowed")
        }
        let name = request.path.split(separator: "/").last.map(String.init) ?? ""
        let files = shared.state.withLock { $0.repositories.values.flatMap(\.files) }
        guard let file = files.first(where: { $0.etag == name }) else {
            return try connection.answer(404, text: "")
        }
        try ContentSender(
            shared: shared, request: request, connection: connection, file: file
        ).send([("ETag", "\"\(file.etag.prefix(32))\"")])
    }
}
