/// A way to show pictures in a terminal.
package enum PictureMethod: String, Hashable, Sendable, CaseIterable {
    /// kitty's graphics protocol.
    case kitty
    /// iTerm2's inline images.
    case iterm2
    /// Sixel graphics.
    case sixel
    /// Unicode blocks in 16 million colours.
    case truecolour = "blocks"
    /// Unicode blocks in 256 colours.
    case colours256 = "blocks-256"
    /// Unicode blocks in the 16 colours of old.
    case colours16 = "blocks-16"
    /// Unicode blocks in the terminal's own two colours.
    case monochrome = "blocks-mono"

    /// Whether pixels are sent, and not characters.
    package var sendsPixels: Bool {
        switch self {
        case .kitty, .iterm2, .sixel: true
        case .truecolour, .colours256, .colours16, .monochrome: false
        }
    }

    /// What it is called in a sentence.
    package var description: String {
        switch self {
        case .kitty: "kitty graphics"
        case .iterm2: "iTerm2 images"
        case .sixel: "sixel graphics"
        case .truecolour: "Unicode blocks in true colour"
        case .colours256: "Unicode blocks in 256 colours"
        case .colours16: "Unicode blocks in 16 colours"
        case .monochrome: "Unicode blocks without colours"
        }
    }
}
