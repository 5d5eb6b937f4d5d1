import Glibc
package import Images
import Synchronization

/// The place on a terminal where a picture is seen to become finished, above the line about progress.
///
/// Where the file descriptor is no terminal, nothing is ever written. Whoever writes something else to
/// the terminal calls `remove` first.
package final class PreviewArea: Sendable {
    private let file: Int32
    private let line: ProgressLine?
    private let state: Mutex<State>

    private struct State {
        var painter: PreviewPainter
        var nextAt = 0.0
    }

    /// Drawing takes at most a quarter of the time: over a slow line, previews are left out.
    private static let share = 0.25

    /// An empty place on the terminal behind `file`, above `line`.
    package init(
        on file: Int32 = STDOUT_FILENO, showing pictures: TerminalPictures,
        above line: ProgressLine? = nil
    ) {
        self.file = file
        self.line = line
        state = Mutex(State(painter: PreviewPainter(pictures)))
    }

    deinit {
        remove()
    }

    /// Shows `image` in the place of the one before, as large as the finished picture of `width` by
    /// `height` pixels will be; skipped where drawing would take too much of the time.
    package func show(_ image: RGBImage, asLargeAs size: (width: Int, height: Int)) {
        guard let window = TerminalSize(of: file) else { return }
        state.withLock { state in
            let start = monotonicSeconds()
            guard start >= state.nextAt else { return }
            if !state.painter.isShowing { line?.erase() }
            write(state.painter.paint(image, asLargeAs: size, in: window))
            let end = monotonicSeconds()
            state.nextAt = end + (end - start) * (1 / Self.share - 1)
        }
    }

    /// Takes the picture away: for the finished one, and before anything else is written.
    package func remove() {
        state.withLock { state in
            guard state.painter.isShowing else { return }
            line?.erase()
            write(state.painter.erase())
            state.nextAt = 0
        }
    }

    private func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            // A preview that the terminal does not take is not worth an error.
            if count < 0, errno != EINTR { return }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}
