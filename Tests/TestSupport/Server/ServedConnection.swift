import Glibc
import Synchronization

/// A connection to a test's server, by which it answers.
package final class ServedConnection: Sendable {
    private let socket: Int32
    private let state = Mutex(State())

    private struct State {
        var received: [UInt8] = []
        var isClosed = false
    }

    init(socket: Int32) { self.socket = socket }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    // MARK: Answering

    /// Answers with a whole body and its length.
    package func answer(
        _ status: Int, _ fields: [(String, String)] = [], _ body: some Collection<UInt8> = []
    ) throws {
        try head(status, fields + [("Content-Length", "\(body.count)")])
        try write(body)
    }

    /// Answers with a text.
    package func answer(_ status: Int, _ fields: [(String, String)] = [], text: String) throws {
        try answer(status, fields, Array(text.utf8))
    }

    /// Answers with a body in pieces, each sent by itself.
    package func answer(
        _ status: Int, _ fields: [(String, String)] = [], chunks: [[UInt8]]
    ) throws {
        try head(status, fields + [("Transfer-Encoding", "chunked")])
        for chunk in chunks where !chunk.isEmpty { try self.chunk(chunk) }
        try write("0\r\n\r\n".utf8)
    }

    /// Sends a head; what follows is the caller's affair.
    package func head(_ status: Int, _ fields: [(String, String)] = []) throws {
        var text = "HTTP/1.1 \(status) Said\r\n"
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        try write((text + "\r\n").utf8)
    }

    /// Sends one piece of a body in pieces.
    package func chunk(_ bytes: some Collection<UInt8>) throws {
        try write(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8))
    }

    /// Sends bytes as they are.
    package func write(_ bytes: some Collection<UInt8>) throws {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(
                    socket, $0.baseAddress.map { $0 + sent }, bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw ServerFault.clientIsGone }
            sent += count
        }
    }

    /// Says nothing more until the client goes away.
    package func fallSilent() {
        var byte: UInt8 = 0
        while recv(socket, &byte, 1, 0) > 0 {}
        close()
    }

    /// Ends the connection as it should be.
    package func close() {
        let closes = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        if closes { Glibc.close(socket) }
    }

    /// Breaks the connection off, so that the client's system tells of a reset.
    package func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    // MARK: Reading

    func nextRequest() -> ServedRequest? {
        guard let end = receive(until: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: take(end), as: UTF8.self)
        guard var request = ServedRequest(head: head) else { return nil }
        if request["expect"]?.lowercased() == "100-continue" {
            try? write("HTTP/1.1 100 Continue\r\n\r\n".utf8)
        }
        let length = request["content-length"].flatMap { Int($0) } ?? 0
        while state.withLock({ $0.received.count }) < length { guard receive() else { return nil } }
        request.body = take(length)
        return request
    }

    private func receive(until mark: [UInt8]) -> Int? {
        while true {
            let found = state.withLock { $0.received.firstRange(of: mark)?.upperBound }
            if let found { return found }
            guard receive() else { return nil }
        }
    }

    private func receive() -> Bool {
        guard !isClosed else { return false }
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        state.withLock { $0.received += buffer[..<count] }
        return true
    }

    private func take(_ count: Int) -> [UInt8] {
        state.withLock { state in
            defer { state.received.removeFirst(count) }
            return Array(state.received.prefix(count))
        }
    }
}
