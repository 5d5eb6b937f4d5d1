import Glibc

/// The file in which contents arrive, `ETAG.incomplete`, hashed as they come.
///
/// One thread at a time uses it: that of the transfer, or whoever begins and ends it.
final class PartialFile: @unchecked Sendable {
    private let path: String
    private let file: Int32
    private let kind: StreamedHash.Kind?
    private var hash: StreamedHash?
    private let pool = PiecePool()
    private var piece: Piece
    /// The bytes that are there, those that wait to be written among them.
    private(set) var count = 0

    /// Opens what has arrived before, or begins; contents that are longer than they should be are begun anew.
    init(_ path: String, expected: Int?, hash kind: StreamedHash.Kind?) throws(HubError) {
        self.path = path
        self.kind = kind
        piece = pool.take()
        file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o666)
        guard file >= 0 else {
            throw errno == ELOOP
                ? .leadsOut(path: path, to: HubCache.target(ofLink: path) ?? "?")
                : .cannotWrite(path: path, code: errno)
        }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .cannotWrite(path: path, code: EEXIST)
        }
        count = Int(status.st_size)
        if let expected, count > expected { count = 0 }
        hash = kind.map { StreamedHash($0) }
    }

    deinit { close(file) }

    /// Hashes what is there already, in a thread that may wait, until `isCancelled`; `observe` is told of each piece.
    func rehash(isCancelled: () -> Bool, observe: (Int) -> Void) throws {
        guard ftruncate(file, off_t(count)) == 0 else { throw failure() }
        var offset = 0
        while offset < count {
            if isCancelled() { throw CancellationError() }
            let part = pool.take()
            let got = part.fill { pread(file, $0.baseAddress, $0.count, off_t(offset)) }
            if got < 0, errno == EINTR {
                pool.giveBack(part)
                continue
            }
            guard got > 0 else { throw HubError.cannotRead(path: path, code: errno) }
            offset += got
            hand(part)
            observe(got)
        }
        guard lseek(file, off_t(count), SEEK_SET) >= 0 else { throw failure() }
    }

    /// Adds bytes.
    func append(_ bytes: UnsafeRawBufferPointer) throws(HubError) {
        var rest = bytes
        while !rest.isEmpty {
            let taken = piece.fill(rest)
            count += taken
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            if piece.room == 0 { try flush() }
        }
    }

    /// Writes what waits to be written.
    func flush() throws(HubError) {
        guard piece.count > 0 else { return }
        let full = piece
        piece = pool.take()
        var code: Int32 = 0
        var written = 0
        full.withBytes { bytes in
            while written < bytes.count, code == 0 {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
                let done = write(file, rest.baseAddress, rest.count)
                if done < 0, errno != EINTR { code = errno }
                written += max(done, 0)
            }
        }
        guard code == 0 else {
            count -= full.count - written
            throw failure(code)
        }
        hand(full)
    }

    /// Hands a piece on to be hashed.
    private func hand(_ piece: Piece) {
        if let hash { hash.add(piece, from: pool) } else { pool.giveBack(piece) }
    }

    /// Forgets everything that is there.
    func restart() throws(HubError) {
        piece.empty()
        count = 0
        hash = kind.map { StreamedHash($0) }
        guard ftruncate(file, 0) == 0, lseek(file, 0, SEEK_SET) == 0 else { throw failure() }
    }

    /// The hash of all contents; nil where none was asked for.
    func finish() throws(HubError) -> String? {
        try flush()
        return hash?.finish()
    }

    /// Gives the contents, which are whole, their place.
    func move(to place: String) throws(HubError) {
        guard rename(path, place) == 0 else { throw failure() }
    }

    /// Removes the file.
    func discard() {
        unlink(path)
    }

    private func failure(_ code: Int32 = errno) -> HubError {
        [ENOSPC, EDQUOT].contains(code)
            ? .diskFull(path: path) : .cannotWrite(path: path, code: code)
    }
}
