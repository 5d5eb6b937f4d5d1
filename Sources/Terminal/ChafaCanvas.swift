import CChafa
import Images

/// One of chafa's canvases: cells that a picture is drawn into.
struct ChafaCanvas: ~Copyable {
    private let canvas: OpaquePointer
    private let method: PictureMethod

    /// A canvas of `area`, to be shown by `method`.
    init(area: PictureArea, cell: TerminalSize.Cell, method: PictureMethod) {
        self.method = method
        let config: OpaquePointer = chafa_canvas_config_new()
        defer { chafa_canvas_config_unref(config) }
        chafa_canvas_config_set_geometry(
            config, gint(clamping: area.columns), gint(clamping: area.rows))
        chafa_canvas_config_set_cell_geometry(
            config, gint(clamping: cell.width), gint(clamping: cell.height))
        chafa_canvas_config_set_pixel_mode(config, method.pixelMode)
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

    /// What to write to a terminal to show `image` on this canvas.
    consuming func draw(_ image: RGBImage) -> [UInt8] {
        chafa_canvas_draw_all_pixels(
            canvas, CHAFA_PIXEL_RGB8, image.bytes, gint(clamping: image.width),
            gint(clamping: image.height), gint(clamping: image.width * 3))
        let terminal = TerminalInfo(fallback: ())
        guard let text = chafa_canvas_print(canvas, terminal.pointer) else { return [] }
        defer { g_string_free(text, 1) }
        let bytes = UnsafeRawBufferPointer(start: text.pointee.str, count: Int(text.pointee.len))
        return Array(bytes) + Array("\n".utf8)
    }
}

extension PictureMethod {
    fileprivate var pixelMode: ChafaPixelMode {
        switch self {
        case .kitty: CHAFA_PIXEL_MODE_KITTY
        case .iterm2: CHAFA_PIXEL_MODE_ITERM2
        case .sixel: CHAFA_PIXEL_MODE_SIXELS
        case .truecolour, .colours256, .colours16, .monochrome: CHAFA_PIXEL_MODE_SYMBOLS
        }
    }

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
