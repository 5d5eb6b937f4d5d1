import Glibc
import Testing

/// A terminal whose other end the test holds.
final class PseudoTerminal {
    let master: Int32
    let slave: Int32

    init(columns: UInt16 = 80, rows: UInt16 = 24, width: UInt16 = 0, height: UInt16 = 0) throws {
        // By Linux's own calls, since Swift's Glibc module lacks those of POSIX.
        let unlock: UInt = 0x4004_5431  // TIOCSPTLCK
        let openOtherEnd: UInt = 0x5441  // TIOCGPTPEER
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var locked: Int32 = 0
        try #require(master >= 0 && ioctl(master, unlock, &locked) == 0)
        slave = ioctl(master, openOtherEnd, O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(slave >= 0)
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: width, ws_ypixel: height)
        try #require(ioctl(slave, UInt(TIOCSWINSZ), &size) == 0)
    }

    deinit {
        close(master)
        close(slave)
    }

    /// What has been written to the terminal so far.
    func written() -> String {
        var bytes: [UInt8] = []
        var event = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        while poll(&event, 1, 0) == 1 {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(master, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
