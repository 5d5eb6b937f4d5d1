import Diagnostics

/// What can go wrong where pictures and texts are drawn on a sheet.
package enum DrawingError: ExplainedError, Hashable {
    /// The library that draws text cannot be opened.
    case noTextLibrary(reason: String)
    /// There is no font to draw text with.
    case noFonts
    /// A sheet without a single picture.
    case noPictures
    /// A sheet whose sides or pixels are more than `PictureGrid` draws.
    case sheetTooLarge(width: Int, height: Int)
    /// Memory is short.
    case noMemory

    package var message: String {
        switch self {
        case .noTextLibrary(let reason): "the library that draws text cannot be opened: \(reason)"
        case .noFonts: "there is no font to draw text with"
        case .noPictures: "there are no pictures to put on a sheet"
        case .sheetTooLarge(let width, let height):
            "a sheet of \(width)x\(height) pixels is too large: the limits are "
                + "\(PictureGrid.longestSide) pixels a side and \(PNGFile.mostPixels) in all"
        case .noMemory: "memory is too short to draw a text"
        }
    }

    package var hint: String? {
        switch self {
        case .noTextLibrary: "install it: `!sudo apt-get install libpangocairo-1.0-0`"
        case .noFonts: "install one: `!sudo apt-get install fonts-dejavu-core`"
        case .sheetTooLarge: "put fewer pictures on it, or make them smaller"
        case .noPictures, .noMemory: nil
        }
    }
}
