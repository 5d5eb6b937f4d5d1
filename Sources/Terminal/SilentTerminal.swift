import CTerminal
import Glibc

/// A terminal that hands over each key and shows none, as long as this lasts.
///
/// A signal that ends the program gives it back first. Ctrl-C and Ctrl-Z come as keys: what is typed after the program was stopped and
/// goes on would be shown.
package struct SilentTerminal {
    /// Takes the echo away from the terminal; nil where it cannot be had so.
    ///
    /// One lasts at a time in a process.
    package init?(_ file: Int32) {
        guard cterminal_raw_begin(file) == 0 else { return nil }
        var modes = termios()
        tcgetattr(file, &modes)
        modes.c_lflag &= ~tcflag_t(ISIG)
        tcsetattr(file, TCSANOW, &modes)
    }

    /// Leaves the terminal as it was.
    package func giveBack() {
        cterminal_raw_end()
    }
}
