/// What a terminal is and can, as far as pictures and progress go, and how that is known.
package struct TerminalProfile: Hashable, Sendable {
    /// Its name and version, where they are known: `kitty 0.26.5`.
    package var name: String?
    /// The best way to show it pictures.
    package var method: PictureMethod
    /// The best way to show it pictures as characters.
    package var blocks: PictureMethod
    /// Why `method` was chosen: a sentence without its full stop.
    package var reason: String
    /// What the user can do for better pictures: a sentence without its full stop; nil for nothing.
    package var advice: String?
    /// A cell's size in pixels, where the terminal has told it.
    package var cell: TerminalSize.Cell?
    /// Whether tmux shares it out: pictures of kitty's have to pass through tmux, and stand as
    /// placeholders in the text.
    package var isWithinTmux = false
    /// Whether it can hold back drawing until an update is complete.
    package var synchronizes = false
    /// Whether it is known to make text a link.
    package var takesLinks = false
    /// Whether it is known to show progress outside its text.
    package var takesProgress = false

    /// A terminal of which only this is known.
    package init(method: PictureMethod, blocks: PictureMethod, reason: String) {
        self.method = method
        self.blocks = blocks
        self.reason = reason
    }

    /// A terminal of which nothing is known.
    package static let unknown = TerminalProfile(
        method: .monochrome, blocks: .monochrome, reason: "nothing is known of the terminal")

    /// What was chosen, and why.
    package var explanation: String { "\(method.description): \(reason)" }
}
