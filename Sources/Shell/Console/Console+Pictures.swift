import Glibc
package import Images
import Terminal

extension Console {
    /// The pictures that the terminal can show by the method that the user chose; nil for none.
    ///
    /// At the first call the terminal is asked, for up to a quarter of a second.
    func pictures(by method: DisplayMethod) -> TerminalPictures? {
        if let pictures { return method == .off ? nil : pictures }
        guard method != .off, let detection, detection.canShowPictures else { return nil }
        let profile = detection.profile()
        let chosen: PictureMethod =
            switch method {
            case .auto, .off: profile.method
            case .kitty: .kitty
            case .iterm2: .iterm2
            case .sixel: .sixel
            case .blocks: profile.blocks
            }
        return TerminalPictures(method: chosen, profile: profile)
    }

    /// How pictures are shown, and why so.
    func explanation(of method: DisplayMethod) -> String {
        if method == .off { return "not at all, as it is set" }
        guard let pictures = pictures(by: method) else {
            return "not at all: the output is no terminal that can show any"
        }
        let (profile, name) = (pictures.profile, pictures.method.description)
        if method != .auto { return "\(name), as it is set" }
        return ([profile.explanation] + (profile.advice.map { [$0] } ?? [])).joined(separator: "; ")
    }

    /// Shows a picture, `columns` wide, or as large as leaves room to words; false where pictures cannot
    /// be shown.
    package func show(_ image: RGBImage, columns: Int?, by method: DisplayMethod = .auto) -> Bool {
        guard !RunningCommand.isAbandoned, let pictures = pictures(by: method) else { return false }
        endProgress()
        write(pictures.render(image, in: Self.window, columns: columns))
        if let advice = detection?.takeAdvice() { note(advice) }
        return true
    }

    /// Shows a picture and, where the window is wide enough, lines of words at its right; gives whether
    /// those were written.
    func show(
        _ image: RGBImage, beside words: (_ columns: Int) -> [String], by method: DisplayMethod
    ) -> Bool {
        guard !RunningCommand.isAbandoned, let pictures = pictures(by: method) else { return false }
        guard let bytes = pictures.render(image, in: Self.window, beside: words) else {
            _ = show(image, columns: nil, by: method)
            return false
        }
        endProgress()
        write(bytes)
        if let advice = detection?.takeAdvice() { note(advice) }
        return true
    }

    /// The pixels that a picture can have without being scaled down; nil where pixels cannot be shown.
    func pixelRoom(by method: DisplayMethod) -> (width: Int, height: Int)? {
        guard let pictures = pictures(by: method), pictures.method.sendsPixels else { return nil }
        return pictures.room(in: Self.window)
    }

    /// The terminal's window, or a usual one where there is none.
    private static var window: TerminalSize {
        TerminalSize(of: STDOUT_FILENO) ?? TerminalSize(columns: 80, rows: 24)
    }

    /// `text`, which may be a part of a result, as a link to the file at `path` where the terminal is known to take one.
    func link(_ text: String, to path: String) -> String {
        detection?.known.link(text, to: absolute(path)) ?? text
    }

    /// A place to show pictures in while they are made; nil where they cannot be shown.
    func previews(by method: DisplayMethod) -> PreviewArea? {
        pictures(by: method).map { PreviewArea(showing: $0, above: progressLine) }
    }
}
