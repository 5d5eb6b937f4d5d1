import Glibc

extension TerminalProfile {
    /// `text` as a link to the file at `path`, on terminals that are known to make one; elsewhere, and
    /// for a path that does not begin at the root, `text` as it is.
    package func link(_ text: String, to path: String) -> String {
        guard takesLinks, path.hasPrefix("/") else { return text }
        // Over ssh the file is on another machine than the terminal, which must be able to tell.
        return "\u{1B}]8;;file://\(hostName())\(escaped(path))\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
    }
}

/// How far something is, in the terminal's title or the desktop's bar (OSC 9;4).
enum ProgressReport: Hashable, Sendable {
    /// So many percent are done.
    case percent(Int)
    /// Nothing is going on.
    case none

    /// What to write to a terminal that takes it.
    var sequence: String {
        switch self {
        case .percent(let percent): "\u{1B}]9;4;1;\(percent)\u{1B}\\"
        case .none: "\u{1B}]9;4;0\u{1B}\\"
        }
    }
}

/// This machine's name; empty, which means this machine, where it has none.
private func hostName() -> String {
    var system = utsname()
    guard uname(&system) == 0 else { return "" }
    let name = withUnsafeBytes(of: system.nodename) { Array($0.prefix { $0 != 0 }) }
    return escaped(String(decoding: name, as: UTF8.self))
}

/// A path as addresses hold it: bytes that mean something there, or nothing, as `%20`.
private func escaped(_ path: String) -> String {
    path.utf8.map { byte in
        let isPlain =
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || "/-._~".utf8.contains(byte)
        if isPlain { return String(Unicode.Scalar(byte)) }
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "%0\(digits)" : "%\(digits)"
    }.joined()
}
