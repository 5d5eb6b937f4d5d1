package import Images

/// Shows pictures in a terminal, as well as that terminal can.
package struct TerminalPictures: Hashable, Sendable {
    /// The way that was chosen.
    package let method: PictureMethod
    /// What is known of the terminal.
    package let profile: TerminalProfile

    /// Pictures by the best method of a terminal.
    package init(profile: TerminalProfile) {
        self.init(method: profile.method, profile: profile)
    }

    /// Pictures by a method that the user named, which counts more than what the terminal seems to be.
    package init(method: PictureMethod, profile: TerminalProfile = .unknown) {
        self.method = method
        self.profile = profile
    }

    /// What to write to the terminal to show `image` upright and in its proportions, as large as
    /// leaves room for words in `window`, or `columns` wide; it ends with the cursor at the beginning
    /// of the line below.
    package func render(
        _ image: RGBImage, in window: TerminalSize, columns: Int? = nil
    ) -> [UInt8] {
        let window = window.completed(by: profile.cell)
        let room = columns.map { PictureArea.Room(columns: $0, in: window) }
        let area = area(width: image.width, height: image.height, in: room ?? .init(in: window))
        return PictureDrawing(image, by: self, in: area).bytes(below: window)
    }

    /// The cells that a picture of so many pixels covers.
    func area(width: Int, height: Int, in room: PictureArea.Room) -> PictureArea {
        if method == .sixel, profile.isWithinTmux {
            return PictureArea(fillingCellsFor: width, by: height, in: room)
        }
        return PictureArea(width: width, height: height, in: room, method: method)
    }
}
