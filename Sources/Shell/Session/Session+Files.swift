import Diagnostics
import Generation
import Glibc
import Images

/// Where a session file and its pictures are.
struct SessionPath: Hashable {
    /// What every session file ends in.
    static let ending = ".easel"

    /// The session file.
    let file: String

    /// The session that `path` names, with the ending or without.
    init(_ path: String) {
        file = path.hasSuffix(Self.ending) ? path : path + Self.ending
    }

    /// The folder of its pictures.
    var folder: String { String(file.dropLast(Self.ending.count)) }
}

extension Session {
    /// Writes what was recorded so far to a file of the user's, with its pictures in the folder beside it.
    func save(to path: SessionPath) throws {
        var document = recorder.document
        let images = document.images
        if !images.isEmpty {
            if mkdir(path.folder, 0o777) != 0, errno != EEXIST {
                throw ShellError.cannotWrite(path: path.folder, code: errno)
            }
        }
        for image in images { try write(image, into: path.folder) }
        document.nameFiles()
        try AtomicFile.write(Array(document.text.utf8), to: path.file)
    }

    private func write(_ image: ImageRecord, into folder: String) throws {
        guard let picture = pictures.first(where: { $0.number == image.number }) else { return }
        let target = "\(folder)/\(image.fileName)"
        guard let path = picture.path else {
            return try PNGFile.write(
                picture.pixels(), text: image.picture.pngText(), to: target)
        }
        // A picture that is there already may be the only copy.
        if path != target { try AtomicFile.write(bytes(ofFile: path), to: target) }
    }

    /// Where the session is that `name` means: one of the store, or the path of a file.
    func path(of name: String) throws(ShellError) -> SessionPath {
        let path = SessionPath(
            store?.path(of: name) ?? FilePath(argument: name)?.path ?? name)
        guard access(path.file, F_OK) == 0 else {
            let known = store?.items().map(\.name) ?? []
            throw .noSession(name, nearest: nearest(to: name, among: known))
        }
        return path
    }

    /// Takes up the session that `name` means.
    func load(_ name: String) async throws {
        let path = try path(of: name)
        if path.file == recorder.path { return }
        let document = try SessionDocument(file: path.file)
        let isStored = store?.path(of: name) != nil
        let journal = isStored ? try SessionJournal(resuming: path.file) : nil
        reset()
        await takeUp(document, picturesIn: path.folder)
        if let journal { return recorder.resume(document, journal) }
        recorder.adopt(document)
        guard let folder = try recorder.pictureFolder() else { return }
        for image in document.images { try write(image, into: folder) }
    }
}

extension ImageRecord {
    /// The name of its file, or the one that it would have.
    var fileName: String { file ?? "\(slug(picture.request.prompt))-\(number).png" }
}

extension SessionDocument {
    /// Gives every picture the name of a file.
    fileprivate mutating func nameFiles() {
        for (index, entry) in entries.enumerated() {
            guard case .cell(var cell) = entry else { continue }
            for (place, result) in cell.results.enumerated() {
                guard case .image(var image) = result else { continue }
                image.file = image.fileName
                cell.results[place] = .image(image)
            }
            entries[index] = .cell(cell)
        }
    }
}
