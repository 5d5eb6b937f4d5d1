import Diagnostics
import Images
import Terminal

/// Writes a session in one form.
@MainActor
protocol SessionExporter {
    /// Writes `session` to `file`; pictures are taken from `pictures`, one at a time.
    func write(
        _ session: ExportedSession, to file: AtomicFileWriter, _ pictures: StoredPictures
    ) throws
}

/// Gives the pictures of a session one after the other, so that memory holds one of them, and says how far that is.
@MainActor
final class StoredPictures {
    private let console: Console
    private let total: Int
    private var done = 0

    /// A source of `total` pictures that speaks on `console`.
    init(total: Int, console: Console) {
        self.total = total
        self.console = console
    }

    /// The bytes of a PNG file of `picture`; nil, which is said, where it is not there.
    func png(_ picture: ExportedPicture) throws -> [UInt8]? {
        try Task.checkCancellation()
        done += 1
        console.progress("export", .steps(done: done, total: total))
        do {
            return try picture.png()
        } catch let error as any ExplainedError {
            console.note("image \(picture.number) is left out: \(error.message)")
        } catch is MissingPicture {
            console.note(
                "image \(picture.number) is left out: its file does not hold what was recorded")
        }
        return nil
    }
}
