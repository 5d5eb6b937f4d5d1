extension TerminalName {
    /// Whether it is known to make text a link (OSC 8).
    ///
    /// Old versions of VTE crash on one.
    var takesLinks: Bool {
        switch program {
        case .alacritty, .contour, .foot, .ghostty, .iterm2, .kitty, .mintty, .wezterm, .windows,
            .xtermJS:
            true
        case .vte: isAtLeast(5000)
        case .konsole: isAtLeast(201200) || isAtLeast(20, 12) && !isAtLeast(1000)
        default: false
        }
    }

    /// Whether it is known to show progress beside its name or in the desktop's bar (OSC 9;4).
    ///
    /// Others take the same sequence for a message to the user, and show each one.
    var takesProgress: Bool {
        switch program {
        case .conEmu, .windows: true
        case .ghostty: isAtLeast(1, 2)
        case .iterm2: isAtLeast(3, 6, 6)
        case .vte: isAtLeast(7900)
        case .konsole: isAtLeast(260400) || isAtLeast(26, 4) && !isAtLeast(1000)
        case .wezterm: isAtLeast(2025_0301)
        default: false
        }
    }

    /// Whether it shows kitty's pictures where their placeholders stand in the text.
    var takesPlaceholders: Bool {
        switch program {
        case .kitty: isAtLeast(0, 28)
        case .ghostty: true
        default: false
        }
    }

    /// Whether iTerm2's way is the best that it has, with all colors where its sixel has 256.
    var prefersITerm2: Bool {
        switch program {
        case .iterm2, .mintty, .wezterm, .xtermJS: true
        default: false
        }
    }

    /// Whether it shows 16 million colors.
    var isTrueColor: Bool {
        switch program {
        case .tmux, .xterm, .other: false
        default: true
        }
    }
}
