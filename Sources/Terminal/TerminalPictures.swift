import CChafa
import Glibc
package import Images

/// Shows pictures in a terminal, as well as that terminal can.
package struct TerminalPictures: Hashable, Sendable {
    /// The way that was chosen.
    package let method: PictureMethod

    /// Pictures by a method that the user named.
    package init(method: PictureMethod) {
        self.method = method
    }

    /// Pictures by the best method that the environment tells of; nil where nothing can be shown: the
    /// file descriptor is no terminal, or `TERM` is `dumb` or absent.
    package init?(for file: Int32 = STDOUT_FILENO, environment: [String: String]) {
        guard isatty(file) == 1, let method = PictureMethod(detectedIn: environment) else {
            return nil
        }
        self.method = method
    }

    /// What to write to the terminal to show `image` as large as fits into `window`, upright and in
    /// its proportions; it ends with the cursor at the beginning of the line below.
    ///
    /// Two rows of the window stay free, for the line that asked and the next prompt. Where pixels are
    /// sent, a picture is never enlarged.
    package func render(_ image: RGBImage, in window: TerminalSize) -> [UInt8] {
        let area = PictureArea(of: image, in: window, method: method)
        return ChafaCanvas(area: area, cell: window.cell, method: method).draw(image)
    }
}
