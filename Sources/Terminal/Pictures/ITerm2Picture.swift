import FoundationEssentials

/// The sequence of iTerm2's that shows a PNG file in `area`, in its proportions.
///
/// chafa's is not used: it sends TIFF, which the terminals that are web pages do not read.
func iTerm2Picture(png: [UInt8], in area: PictureArea) -> [UInt8] {
    let facts =
        "inline=1;size=\(png.count);width=\(area.columns);height=\(area.rows);preserveAspectRatio=1"
    return Array("\u{1B}]1337;File=\(facts):".utf8) + Data(png).base64EncodedData()
        + Array("\u{7}".utf8)
}
