import Digests
import Dispatch
import Synchronization

/// A hash that is computed beside the work that the bytes come from, on another thread.
final class StreamedHash: Sendable {
    /// What contents are compared with.
    enum Kind: Sendable, Hashable {
        /// A SHA-256, as large files have.
        case sha256
        /// The name that git gives to contents of so many bytes.
        case gitBlob(count: Int)
    }

    // Only the queue's work touches what is behind this, one piece after the other.
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "easel.hash")
    /// How many pieces may wait.
    private let room = DispatchSemaphore(value: 12)

    private struct State: ~Copyable {
        var sha256: SHA256?
        var gitBlob: GitBlobHash?
    }

    /// A hash of nothing yet.
    init(_ kind: Kind) {
        switch kind {
        case .sha256: state = Mutex(State(sha256: SHA256(), gitBlob: nil))
        case .gitBlob(let count):
            state = Mutex(State(sha256: nil, gitBlob: GitBlobHash(count: count)))
        }
    }

    /// Adds a piece, and waits while too many others are ahead of it; it goes back to `pool` afterwards.
    func add(_ piece: Piece, from pool: PiecePool) {
        room.wait()
        queue.async { [self] in
            state.withLock { state in
                piece.withBytes { bytes in
                    state.sha256?.update(bytes)
                    state.gitBlob?.update(bytes)
                }
            }
            pool.giveBack(piece)
            room.signal()
        }
    }

    /// The hash of all pieces, in hexadecimal digits; to be asked once.
    func finish() -> String {
        queue.sync {
            state.withLock { state in
                if let hash = state.sha256.take() { return hash.finish().hex }
                if let hash = state.gitBlob.take() { return hash.finish() }
                return ""
            }
        }
    }
}

/// Pieces that are filled again and again: memory that is new each time costs more than the bytes that go through it.
final class PiecePool: Sendable {
    private static let pieceSize = 256 << 10
    private let idle = Mutex<[Piece]>([])

    /// An empty piece.
    func take() -> Piece {
        idle.withLock { $0.popLast() } ?? Piece(capacity: Self.pieceSize)
    }

    /// Takes a piece that nobody uses any more.
    func giveBack(_ piece: Piece) {
        piece.empty()
        idle.withLock { $0.append(piece) }
    }
}

/// Bytes that are filled by one thread and then read by others.
final class Piece: @unchecked Sendable {
    // Whoever took it from the pool fills it and hands it on; nobody changes it until it is back there.
    private let memory: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    /// An empty piece with room for `capacity` bytes.
    init(capacity: Int) {
        memory = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit { memory.deallocate() }

    /// Forgets what is in it.
    func empty() { count = 0 }

    /// The bytes that still fit.
    var room: Int { memory.count - count }

    /// Takes as many of `bytes` as fit, and says how many.
    func fill(_ bytes: UnsafeRawBufferPointer) -> Int {
        let taken = min(room, bytes.count)
        let target = UnsafeMutableRawBufferPointer(rebasing: memory[count..<count + taken])
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<taken]))
        count += taken
        return taken
    }

    /// Lets `read` fill the rest, as a file's reading does; says what it gave.
    func fill(reading read: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
        let got = read(UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
        count += max(got, 0)
        return got
    }

    func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        body(UnsafeRawBufferPointer(rebasing: memory[..<count]))
    }
}
