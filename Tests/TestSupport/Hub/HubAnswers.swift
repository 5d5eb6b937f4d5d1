import Foundation
import Synchronization

/// What the stand-in of the Hub answers.
struct HubAnswers {
    let shared: HubStandIn.Shared
    let storeURL: String
    let request: ServedRequest
    let connection: ServedConnection

    func answer() throws {
        if case .status(let status, let fields) = shared.nextFault(request.path) {
            return try answer(
                status, fields, request.method == "HEAD" ? "" : "{\"error\":\"later\"}")
        }
        if let token, user == nil, !token.isEmpty {
            return try refuse(401, nil, "Invalid credentials in Authorization header")
        }
        let parts = request.path.split(separator: "/").map {
            String($0).removingPercentEncoding ?? ""
        }
        if parts == ["api", "whoami-v2"] { return try whoami() }
        if parts.count >= 4, parts[0] == "api", parts[1] == "models" {
            try ask(parts[2] + "/" + parts[3], Array(parts.dropFirst(4)))
        } else if parts.count >= 5, parts[2] == "resolve" {
            try file(
                parts[0] + "/" + parts[1], parts[3], parts.dropFirst(4).joined(separator: "/"))
        } else {
            try refuse(404, nil, "Not found")
        }
    }

    private var token: String? {
        request["authorization"].map { String($0.dropFirst("Bearer ".count)) }
    }

    private var user: ServedUser? {
        token.flatMap { token in shared.state.withLock { $0.users[token] } }
    }

    private func whoami() throws {
        guard let user else { return try refuse(401, nil, "Invalid username or password.") }
        try answer(
            200, [],
            """
            {"type":"user","id":"1","name":"\(user.name)","auth":{"type":"access_token",\
            "accessToken":{"displayName":"\(user.tokenName)","role":"read"}}}
            """)
    }

    private func ask(_ id: String, _ what: [String]) throws {
        guard let repository = try repository(id) else { return }
        switch what.first {
        case nil: try answer(200, [], repository.info)
        case "revision":
            guard try isThere(what.dropFirst().joined(separator: "/"), repository) else { return }
            try answer(200, [], repository.info)
        case "tree":
            guard try isThere(what.dropFirst().joined(separator: "/"), repository) else { return }
            try tree(repository)
        case "auth-check":
            guard try isOpen(repository) else { return }
            try answer(200, [], "{}")
        default: try refuse(404, nil, "Not found")
        }
    }

    private func tree(_ repository: ServedRepository) throws {
        let count = shared.state.withLock { $0.pageSize }
        let cursor = request.query.split(separator: "&").first { $0.hasPrefix("cursor=") }
        let start = cursor.flatMap { Int($0.dropFirst("cursor=".count)) } ?? 0
        let body = repository.tree(from: start, count: count)
        let isLast = repository.tree(from: start + count, count: 1) == "[]"
        let next = "<\(base)\(request.path)?recursive=true&cursor=\(start + count)>; rel=\"next\""
        try answer(200, isLast ? [] : [("Link", next)], body)
    }

    private var base: String { "http://" + (request["host"] ?? "") }

    private func file(_ id: String, _ revision: String, _ path: String) throws {
        guard let repository = try repository(id), try isThere(revision, repository),
            try isOpen(repository)
        else { return }
        let commit = ("X-Repo-Commit", repository.commit)
        guard let file = repository.files.first(where: { $0.path == path }) else {
            return try refuse(404, "EntryNotFound", "Entry not found", [commit])
        }
        guard file.isLarge, shared.state.withLock({ $0.redirects }) else {
            return try ContentSender(
                shared: shared, request: request, connection: connection, file: file
            ).send([commit, ("ETag", "\"\(file.etag)\""), ("Accept-Ranges", "bytes")])
        }
        let fields = [
            commit, ("X-Linked-Etag", "\"\(file.sha256)\""),
            ("X-Linked-Size", "\(file.bytes.count)"), ("ETag", "\"\(file.sha256.prefix(32))\""),
            ("Location", "\(storeURL)/repos/\(file.sha256)?signature=yes"),
        ]
        try answer(302, fields, request.method == "HEAD" ? "" : "Found. Redirecting")
    }

    // MARK: Doors

    private func repository(_ id: String) throws -> ServedRepository? {
        if let renamed = shared.state.withLock({ $0.renamed[id] }) {
            let target = request.target.replacingOccurrences(of: id, with: renamed)
            try answer(307, [("Location", target)], "")
            return nil
        }
        guard let repository = shared.state.withLock({ $0.repositories[id] }) else {
            if token == nil {
                // Those who have not said who they are are not told whether there is something.
                try refuse(401, nil, "Invalid username or password.")
            } else {
                try refuse(404, "RepoNotFound", "Repository not found")
            }
            return nil
        }
        return repository
    }

    private func isThere(_ revision: String, _ repository: ServedRepository) throws -> Bool {
        if repository.isCommit(revision) { return true }
        try refuse(404, "RevisionNotFound", "Invalid rev id: \(revision)")
        return false
    }

    private func isOpen(_ repository: ServedRepository) throws -> Bool {
        guard repository.gated != "false" else { return true }
        let id = repository.id
        switch user?.access {
        case .granted: return true
        case nil:
            try refuse(
                401, "GatedRepo",
                "Access to model \(id) is restricted. You must have access to it and be authenticated to access it. Please log in."
            )
        case .unasked:
            try refuse(
                403, "GatedRepo",
                "Access to model \(id) is restricted and you are not in the authorized list. Visit https://huggingface.co/\(id) to ask for access."
            )
        case .waiting:
            try refuse(
                403, "GatedRepo",
                "Your request to access model \(id) is awaiting a review from the repo authors.")
        case .refused:
            try refuse(
                403, "GatedRepo",
                "Your request to access model \(id) has been rejected by the repo's authors.")
        case .tokenLacksRight:
            try refuse(
                403, nil,
                "Please enable access to public gated repositories in your fine-grained token settings to view this repository."
            )
        }
        return false
    }

    // MARK: Answering

    private func refuse(
        _ status: Int, _ code: String?, _ message: String, _ fields: [(String, String)] = []
    ) throws {
        let codes = code.map { [("X-Error-Code", $0)] } ?? []
        try answer(
            status, fields + codes + [("X-Error-Message", message)], "{\"error\":\"\(message)\"}")
    }

    /// Answers; a question for the head alone gets no body.
    private func answer(_ status: Int, _ fields: [(String, String)], _ body: String) throws {
        if request.method == "HEAD" {
            try connection.head(status, fields + [("Content-Length", "\(body.utf8.count)")])
        } else {
            try connection.answer(
                status, fields + [("Content-Type", "application/json")], text: body)
        }
    }
}
