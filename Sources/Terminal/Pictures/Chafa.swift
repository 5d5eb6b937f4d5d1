import CChafa
import Images

/// `image` in `area` as lines of characters, without an end after the last.
func chafaBlocks(_ image: RGBImage, in area: PictureArea, method: PictureMethod) -> [UInt8] {
    let canvas = ChafaCanvas(
        columns: area.columns, rows: area.rows, cell: (8, 16), CHAFA_PIXEL_MODE_SYMBOLS, method)
    return canvas.draw(Pixels(image))
}

/// `image` in `area` as one sequence of sixels.
///
/// Sixels come in bands of six rows, of which chafa makes as many as are full. So the picture lies on a
/// transparent sheet that fills the last one.
func chafaSixels(_ image: RGBImage, in area: PictureArea) -> [UInt8] {
    let image = image.resized(width: area.width, height: area.height)
    let sheet = Pixels(image, height: (image.height + 5) / 6 * 6)
    // One cell of the sheet's size: in cells of the terminal's, the canvas could not be as large as
    // the sheet, over which chafa would stretch it.
    let canvas = ChafaCanvas(
        columns: 1, rows: 1, cell: (sheet.width, sheet.height), CHAFA_PIXEL_MODE_SIXELS, .sixel)
    return canvas.draw(sheet)
}

/// Pixels as chafa takes them without fault: in four bytes each.
///
/// Of three, chafa 1.12 reads rows askew whose length is no multiple of four.
private struct Pixels {
    let width: Int
    let height: Int
    /// Red, green, blue and how opaque it is.
    let bytes: [UInt8]

    /// A picture's pixels, and transparent ones below it up to `height`.
    init(_ image: RGBImage, height: Int? = nil) {
        width = image.width
        self.height = max(image.height, height ?? 0)
        var bytes = [UInt8](repeating: 0, count: width * self.height * 4)
        for pixel in 0..<image.width * image.height {
            bytes[pixel * 4] = image.bytes[pixel * 3]
            bytes[pixel * 4 + 1] = image.bytes[pixel * 3 + 1]
            bytes[pixel * 4 + 2] = image.bytes[pixel * 3 + 2]
            bytes[pixel * 4 + 3] = 255
        }
        self.bytes = bytes
    }
}

/// One of chafa's canvases.
private struct ChafaCanvas: ~Copyable {
    private let canvas: OpaquePointer

    /// A canvas of so many cells of so many pixels.
    init(
        columns: Int, rows: Int, cell: (width: Int, height: Int), _ mode: ChafaPixelMode,
        _ method: PictureMethod
    ) {
        let config: OpaquePointer = chafa_canvas_config_new()
        defer { chafa_canvas_config_unref(config) }
        chafa_canvas_config_set_geometry(config, gint(clamping: columns), gint(clamping: rows))
        chafa_canvas_config_set_cell_geometry(
            config, gint(clamping: cell.width), gint(clamping: cell.height))
        chafa_canvas_config_set_pixel_mode(config, mode)
        chafa_canvas_config_set_canvas_mode(config, method.canvasMode)
        chafa_canvas_config_set_color_extractor(config, CHAFA_COLOR_EXTRACTOR_AVERAGE)
        chafa_canvas_config_set_work_factor(config, 1)
        chafa_canvas_config_set_fg_only_enabled(config, 0)
        Self.chooseSymbols(config)
        Self.chooseDithering(config, method)
        canvas = chafa_canvas_new(config)
    }

    deinit {
        chafa_canvas_unref(canvas)
    }

    /// Halves and quarters of a cell alone: with the eighths too, fonts leave thin lines between cells.
    private static func chooseSymbols(_ config: OpaquePointer) {
        let symbols: OpaquePointer = chafa_symbol_map_new()
        defer { chafa_symbol_map_unref(symbols) }
        for tag in [
            CHAFA_SYMBOL_TAG_SPACE, CHAFA_SYMBOL_TAG_SOLID, CHAFA_SYMBOL_TAG_HALF,
            CHAFA_SYMBOL_TAG_QUAD,
        ] {
            chafa_symbol_map_add_by_tags(symbols, tag)
        }
        chafa_canvas_config_set_symbol_map(config, symbols)
    }

    /// Error diffusion suits real pixels and two colours; with blocks in few colours it is noise, where
    /// a faint ordered pattern is not.
    private static func chooseDithering(_ config: OpaquePointer, _ method: PictureMethod) {
        let (mode, grain, intensity): (ChafaDitherMode, gint, gfloat) =
            switch method {
            case .kitty, .iterm2, .truecolour: (CHAFA_DITHER_MODE_NONE, 1, 1)
            case .sixel: (CHAFA_DITHER_MODE_DIFFUSION, 1, 1)
            case .colours256: (CHAFA_DITHER_MODE_ORDERED, 4, 0.5)
            case .colours16: (CHAFA_DITHER_MODE_ORDERED, 4, 1)
            case .monochrome: (CHAFA_DITHER_MODE_DIFFUSION, 4, 1)
            }
        chafa_canvas_config_set_dither_mode(config, mode)
        chafa_canvas_config_set_dither_grain_size(config, grain, grain)
        chafa_canvas_config_set_dither_intensity(config, intensity)
    }

    /// What to write to a terminal to show pixels, stretched over this canvas.
    consuming func draw(_ pixels: Pixels) -> [UInt8] {
        chafa_canvas_draw_all_pixels(
            canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED, pixels.bytes, gint(clamping: pixels.width),
            gint(clamping: pixels.height), gint(clamping: pixels.width * 4))
        let terminal = TerminalInfo(fallback: ())
        guard let text = chafa_canvas_print(canvas, terminal.pointer) else { return [] }
        defer { g_string_free(text, 1) }
        return Array(UnsafeRawBufferPointer(start: text.pointee.str, count: Int(text.pointee.len)))
    }
}

extension PictureMethod {
    fileprivate var canvasMode: ChafaCanvasMode {
        switch self {
        case .kitty, .iterm2, .sixel, .truecolour: CHAFA_CANVAS_MODE_TRUECOLOR
        // The 16 colours that users change to their taste are not for pictures.
        case .colours256: CHAFA_CANVAS_MODE_INDEXED_240
        case .colours16: CHAFA_CANVAS_MODE_INDEXED_16
        case .monochrome: CHAFA_CANVAS_MODE_FGBG
        }
    }
}
