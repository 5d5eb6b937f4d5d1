import Glibc
import Terminal

/// Where a key or token is read from, which nobody may see.
package protocol SecretSource: Sendable {
    /// What was typed behind `prompt`; nil where nothing more comes.
    @MainActor
    func secret(_ prompt: String) async throws -> String?
}

/// Reads a key at the terminal without showing it; where standard input is none, a line of it.
struct TypedSecret: SecretSource {
    func secret(_ prompt: String) async throws -> String? {
        guard isatty(STDIN_FILENO) == 1 else { return readLine(strippingNewline: true) }
        let modes = SilentTerminal(STDIN_FILENO)
        defer { modes?.giveBack() }
        say(prompt)
        defer { say("\n") }
        return try await typedLine()
    }

    private func say(_ text: String) {
        FileSink(descriptor: STDERR_FILENO).write(Array(text.utf8))
    }

    private func typedLine() async throws -> String? {
        var line = TypedLine()
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        var key: UInt8 = 0
        while true {
            // A blocking read would hold up Ctrl-C.
            while poll(&input, 1, 0) <= 0 { try await Task.sleep(for: .milliseconds(20)) }
            guard read(STDIN_FILENO, &key, 1) == 1 else { return nil }
            switch line.take(key) {
            case .more: break
            case .whole(let text): return text
            case .end: return nil
            case .interrupted: throw CancellationError()
            }
        }
    }
}

/// A line that is typed key by key without being shown.
package struct TypedLine {
    /// What has come so far.
    package enum State: Equatable {
        /// A part of a line.
        case more
        /// A line.
        case whole(String)
        /// Ctrl-D on an empty line.
        case end
        /// Ctrl-C.
        case interrupted
    }

    private var bytes: [UInt8] = []

    /// An empty line.
    package init() {}

    /// Takes a key, or a byte of what was pasted: Backspace and Ctrl-U take back what was typed.
    package mutating func take(_ key: UInt8) -> State {
        switch key {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return .whole(text)
        case 0x03: return .interrupted
        case 0x04: return bytes.isEmpty ? .end : .whole(text)
        case 0x08, 0x7F: _ = bytes.popLast()
        case 0x15: bytes = []
        case 0..<0x20: break
        default: bytes.append(key)
        }
        return .more
    }

    private var text: String { String(decoding: bytes, as: UTF8.self) }
}
