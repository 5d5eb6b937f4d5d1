package import Images

/// Draws one picture after another in the same place, above the cursor's line.
///
/// It does no output of its own: its methods give what is to be written.
package struct PreviewPainter {
    private let pictures: TerminalPictures
    private var shown: (drawing: PictureDrawing, window: TerminalSize)?

    /// A painter that has drawn nothing.
    package init(_ pictures: TerminalPictures) {
        self.pictures = pictures
    }

    /// Whether a picture is there.
    package var isShowing: Bool { shown != nil }

    /// Draws `image` in the place of the one before, as large as the finished picture of `width` by
    /// `height` pixels will be.
    ///
    /// The cursor is, and stays, on the line below the pictures; before the first one, on the line
    /// where it is to appear. In a window of another size than before, the old picture's place is
    /// unknown; then what stands below the new one's beginning is erased.
    package mutating func paint(
        _ image: RGBImage, asLargeAs size: (width: Int, height: Int), in window: TerminalSize
    ) -> [UInt8] {
        let window = window.completed(by: pictures.profile.cell)
        let area = pictures.area(
            width: size.width, height: size.height, in: PictureArea.Room(in: window))
        let drawing = PictureDrawing(image, by: pictures, in: area)
        var bytes: [UInt8] = []
        if let shown, shown.window != window || shown.drawing.area != area {
            bytes += erase()
        }
        if shown == nil { bytes += PictureDrawing.makeRoom(rows: area.rows) }
        bytes += drawing.bytesAbove()
        // The old picture goes when the new one covers it, so that there is never none.
        bytes += deletion()
        shown = (drawing, window)
        return synchronized(bytes)
    }

    /// Takes the picture away; the cursor is then where the first one began.
    package mutating func erase() -> [UInt8] {
        guard let shown else { return [] }
        let up = Array("\r\u{1B}[\(shown.drawing.area.rows)A".utf8)
        let bytes = up + deletion() + Array("\u{1B}[J".utf8)
        self.shown = nil
        return synchronized(bytes)
    }

    private func deletion() -> [UInt8] {
        guard let id = shown?.drawing.id else { return [] }
        return KittyGraphics(id: id, isThroughTmux: pictures.profile.isWithinTmux).delete()
    }

    private func synchronized(_ bytes: [UInt8]) -> [UInt8] {
        guard pictures.profile.synchronizes else { return bytes }
        return Array("\u{1B}[?2026h".utf8) + bytes + Array("\u{1B}[?2026l".utf8)
    }
}
