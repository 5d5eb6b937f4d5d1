import Glibc
import HTTP
import Synchronization

/// One file on its way into the cache.
struct FileDownload: Sendable {
    let client: HubClient
    let cache: HubCache
    let name: RepositoryName
    let commit: String
    let file: RepositoryFile
    let observer: DownloadObserver

    /// Sees to it that the file is there, whole and checked.
    func run() async throws {
        if cache.holds(file.path, of: name, commit: commit) {
            return observer.arrived(file.size)
        }
        let metadata = try await client.metadata(of: file.path, in: name, commit: commit) {
            cache.noteAbsence(of: file.path, of: name, commit: $0)
        }
        let expected = metadata.size ?? file.size
        let blob = cache.blob(metadata.etag, of: name)
        guard cache.isInside(cache.folder(of: name) + "/blobs"), cache.isInside(blob) else {
            throw HubError.leadsOut(path: blob, to: HubCache.target(ofLink: blob) ?? "?")
        }
        let lock = try await FileLock.lock(
            "\(cache.locks(of: name))/\(metadata.etag).lock",
            whileWaiting: {
                observer.note("waiting for another process that downloads \(file.path)")
            })
        defer { withExtendedLifetime(lock) {} }
        if Self.size(blob) == expected {
            observer.arrived(expected)
        } else {
            try await fetch(to: blob, expected, metadata)
        }
        try cache.link(file.path, to: metadata.etag, of: name, commit: commit)
    }

    private static func size(_ path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// What the contents are compared with: the hash that the Hub lists, or that names the contents.
    private func check(_ metadata: FileMetadata, _ expected: Int) -> (
        kind: StreamedHash.Kind, value: String
    )? {
        if let sha256 = file.sha256 { return (.sha256, sha256) }
        if metadata.etag.utf8.count == 64, RepositoryName.isHexadecimal(metadata.etag) {
            return (.sha256, metadata.etag)
        }
        return metadata.etag == file.blob && RepositoryName.isCommit(file.blob)
            ? (.gitBlob(count: expected), file.blob) : nil
    }

    private func fetch(to blob: String, _ expected: Int, _ metadata: FileMetadata) async throws {
        let check = check(metadata, expected)
        let partial = try PartialFile(
            blob + ".incomplete", expected: expected, hash: check?.kind)
        let resumed = partial.count
        try await waiting { isCancelled in
            try partial.rehash(isCancelled: isCancelled) { observer.arrived($0, isFetched: false) }
        }
        try await receive(into: partial, expected)
        guard let check, let found = try await finish(partial), found != check.value else {
            try partial.flush()
            return try partial.move(to: blob)
        }
        partial.discard()
        observer.arrived(-partial.count, isFetched: false)
        // What was there from before may have been what was wrong.
        if resumed > 0 { return try await fetch(to: blob, expected, metadata) }
        throw HubError.wrongContents(file: file.path, expected: check.value, found: found)
    }

    private func finish(_ partial: PartialFile) async throws -> String? {
        try await waiting { _ in try partial.finish() }
    }

    /// Receives what is missing, and begins again where a connection ends early, as long as more arrives each time or a few times fail.
    private func receive(into partial: PartialFile, _ expected: Int) async throws {
        var retry = 0
        while partial.count < expected {
            let before = partial.count
            var delay: Double?
            do {
                try await request(partial, expected)
                if partial.count < expected { throw wrongLength(partial, expected) }
            } catch let error as HTTPError where error.isPassing {
                if partial.count > before { retry = 0 }
                delay = client.retries.delay(before: retry)
                if delay == nil { throw error }
            } catch let Pause.asked(seconds, error) {
                delay = client.retries.delay(before: retry, asked: seconds)
                if delay == nil { throw error }
            }
            retry += 1
            if let delay { try await Task.sleep(for: .seconds(delay)) }
        }
        if partial.count > expected { throw wrongLength(partial, expected) }
    }

    private func wrongLength(_ partial: PartialFile, _ expected: Int) -> HubError {
        let found = partial.count
        partial.discard()
        return .wrongLength(file: file.path, expected: expected, found: found)
    }

    /// A server that wants the same request later.
    private enum Pause: Error {
        case asked(seconds: Double?, HubError)
    }

    /// Asks for the rest once; what arrives of it is in the file, whatever happens.
    private func request(_ partial: PartialFile, _ expected: Int) async throws {
        let question = HubClient.Question(name, revision: commit, file: file.path)
        try client.refuseOffline(question)
        var request = client.request(
            client.address.file(file.path, of: name, commit: commit), question)
        request.fields["Accept-Encoding"] = "identity"
        let offset = partial.count
        if offset > 0 { request.fields["Range"] = "bytes=\(offset)-" }
        let receiver = BodyReceiver(partial, offset: offset, expected: expected, observer)
        let response: HTTPResponse
        do {
            response = try await client.http.sendFollowing(request) { try receiver.take($0, $1) }
        } catch {
            try partial.flush()
            throw error
        }
        try partial.flush()
        if response.isSuccess { return }
        let error = client.failure(response, receiver.words, question)
        // The rest of a file that has changed its length, or of which more is there than should be.
        if response.status == 416 {
            try partial.restart()
            observer.arrived(-offset, isFetched: false)
        }
        guard response.asksForRetry || response.status == 416 else { throw error }
        throw Pause.asked(seconds: response.waitingTime, error)
    }
}

/// Takes the body of an answer into a file, as far as it is the file's.
private final class BodyReceiver: @unchecked Sendable {
    // Used by the transfer's thread, and by others only after that has ended.
    private let partial: PartialFile
    private let offset: Int
    private let expected: Int
    private let observer: DownloadObserver
    private var hasBegun = false
    /// What a server says that sends no file.
    private(set) var words: [UInt8] = []

    private static let longestWords = 65536

    init(_ partial: PartialFile, offset: Int, expected: Int, _ observer: DownloadObserver) {
        self.partial = partial
        self.offset = offset
        self.expected = expected
        self.observer = observer
    }

    func take(_ response: HTTPResponse, _ bytes: UnsafeRawBufferPointer) throws {
        guard response.isSuccess else {
            words += bytes.prefix(Self.longestWords - words.count)
            return
        }
        if !hasBegun {
            hasBegun = true
            // The whole file where its rest was asked for, or another part of it.
            let isRest = response.status == 206 && start(response) == offset
            if offset > 0, !isRest {
                guard response.status != 206 else {
                    throw HTTPError.brokenOff(
                        host: URLHost.of(response.url), received: 0, expected: nil)
                }
                try partial.restart()
                observer.arrived(-offset, isFetched: false)
            }
        }
        guard partial.count + bytes.count <= expected else {
            throw HubError.wrongLength(
                file: URLHost.of(response.url), expected: expected,
                found: partial.count + bytes.count)
        }
        try partial.append(bytes)
        observer.arrived(bytes.count)
    }

    /// Where the part begins that is sent: `bytes 100-199/200`.
    private func start(_ response: HTTPResponse) -> Int? {
        let range = response.fields["content-range"] ?? ""
        guard range.hasPrefix("bytes ") else { return nil }
        return Int(range.dropFirst("bytes ".count).prefix { $0.isNumber })
    }
}
