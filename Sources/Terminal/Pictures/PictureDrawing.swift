import Images

/// A picture as it is written to a terminal, with the cells that it covers.
struct PictureDrawing {
    /// The cells.
    let area: PictureArea
    /// The terminal's name for the picture, by which it can be deleted; nil where it has none.
    let id: KittyID?
    /// What draws it, from the cursor on; where the cursor then is depends on the terminal.
    private let content: [UInt8]
    /// Whether `content` is lines of characters.
    private let isText: Bool

    /// `image` in `area`, by a terminal's method.
    init(_ image: RGBImage, by pictures: TerminalPictures, in area: PictureArea) {
        self.area = area
        let isPlaced = pictures.profile.isWithinTmux
        switch pictures.method {
        case .kitty:
            if let png = try? PNGFile.encode(
                Self.fitted(image, to: area, exactly: area.isExact && !isPlaced))
            {
                let id = KittyID.next()
                content = KittyGraphics(id: id, isThroughTmux: isPlaced).show(png: png, in: area)
                (self.id, isText) = (id, isPlaced)
                return
            }
        case .iterm2:
            if let png = try? PNGFile.encode(Self.fitted(image, to: area, exactly: false)) {
                content = iTerm2Picture(png: png, in: area)
                (id, isText) = (nil, false)
                return
            }
        case .sixel:
            content = chafaSixels(image, in: area)
            (id, isText) = (nil, false)
            return
        case .truecolour, .colours256, .colours16, .monochrome: break
        }
        // Also where there is no memory for a PNG file.
        let blocks = pictures.method.sendsPixels ? pictures.profile.blocks : pictures.method
        content = chafaBlocks(image, in: area, method: blocks)
        (id, isText) = (nil, true)
    }

    /// The picture with as many pixels as it has on the screen, or, where the terminal scales it, with
    /// no more than twice as many.
    ///
    /// Over ssh the others would only take time; and a cell may be larger than it is thought to be.
    private static func fitted(
        _ image: RGBImage, to area: PictureArea, exactly: Bool
    ) -> RGBImage {
        if exactly { return image.resized(width: area.width, height: area.height) }
        guard image.width > 2 * area.width else { return image }
        return image.resized(width: 2 * area.width, height: 2 * area.height)
    }

    /// Draws at the cursor, which is at the beginning of a line, and ends at the beginning of the line
    /// below the picture.
    func bytes(below window: TerminalSize) -> [UInt8] {
        if isText { return content + Array("\n".utf8) }
        // Only within the window can the cursor be put back where it was.
        if area.rows < window.rows { return Self.makeRoom(rows: area.rows) + bytesAbove() }
        return content + Array("\n".utf8)
    }

    /// Draws into the rows above the cursor's, and ends at the beginning of the line where it began.
    ///
    /// Terminals leave the cursor in various places after pixels, so it is put back, and moved by the
    /// rows that are known.
    func bytesAbove() -> [UInt8] {
        let up = "\r\u{1B}[\(area.rows)A"
        if isText { return Array(up.utf8) + content + Array("\n".utf8) }
        return Array((up + "\u{1B}7").utf8) + content
            + Array("\u{1B}8\u{1B}[\(area.rows)B\r".utf8)
    }

    /// Moves the cursor down by `rows`, so that there are that many rows above it.
    static func makeRoom(rows: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(ascii: "\n"), count: rows)
    }
}
