import CChafa

/// What chafa's table knows of a terminal.
struct TerminalInfo: ~Copyable {
    /// chafa's record, alive as long as this value.
    let pointer: OpaquePointer

    /// The terminal that an environment tells of.
    init(environment: [String: String]) {
        var lines: [UnsafeMutablePointer<gchar>?] = environment.map { g_strdup("\($0)=\($1)") }
        lines.append(nil)
        let database = chafa_term_db_new()
        pointer = chafa_term_db_detect(database, &lines)
        chafa_term_db_unref(database)
        for line in lines { g_free(line) }
    }

    /// A terminal that understands everything that chafa can send.
    init(fallback: ()) {
        pointer = chafa_term_db_get_fallback_info(chafa_term_db_get_default())
    }

    deinit {
        chafa_term_info_unref(pointer)
    }

    /// The best way to send pixels.
    var graphics: PictureMethod? {
        if has(CHAFA_TERM_SEQ_BEGIN_KITTY_IMMEDIATE_IMAGE_V1) { return .kitty }
        if has(CHAFA_TERM_SEQ_BEGIN_ITERM2_IMAGE) { return .iterm2 }
        if has(CHAFA_TERM_SEQ_BEGIN_SIXELS) { return .sixel }
        return nil
    }

    /// The most colours that blocks can have.
    var colours: PictureMethod {
        if has(CHAFA_TERM_SEQ_SET_COLOR_FGBG_DIRECT) { return .truecolour }
        if has(CHAFA_TERM_SEQ_SET_COLOR_FGBG_256) { return .colours256 }
        if has(CHAFA_TERM_SEQ_SET_COLOR_FGBG_16) { return .colours16 }
        return .monochrome
    }

    private func has(_ sequence: ChafaTermSeq) -> Bool {
        chafa_term_info_have_seq(pointer, sequence) != 0
    }
}
