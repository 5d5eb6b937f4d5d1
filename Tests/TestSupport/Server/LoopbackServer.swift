import Glibc
import Synchronization

/// A server on the loopback interface that a test plays: it answers as it is told, well or badly, until it is stopped or the tests end.
package final class LoopbackServer: Sendable {
    /// Answers a request on the connection that it came by.
    package typealias Handler = @Sendable (ServedRequest, ServedConnection) throws -> Void

    /// The port that it listens at.
    package let port: UInt16
    private let listener: Int32
    private let handler: Handler
    private let seen = Mutex<[ServedRequest]>([])
    private let open = Mutex<Set<Int32>>([])

    /// A server that listens from now on, at a port that is free.
    package init(_ handler: @escaping Handler) throws {
        self.handler = handler
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        port = try Self.listen(listener)
        ServerThread.run { [self] in
            // `accept` fails once the listener is shut.
            while case let socket = accept(listener, nil, nil), socket >= 0 { take(socket) }
            close(listener)
        }
    }

    /// Makes a socket listen on the loopback interface, and gives its port.
    private static func listen(_ listener: Int32) throws -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listens = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && Glibc.listen(listener, 64) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard listens else { throw ServerFault.cannotListen(errno) }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Takes no more connections, and ends those that are open.
    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        for socket in open.withLock({ $0 }) { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    /// Its address, "http://127.0.0.1:4711".
    package var url: String { "http://127.0.0.1:\(port)" }

    /// The requests that have come, in their order.
    package var requests: [ServedRequest] { seen.withLock { $0 } }

    private func take(_ socket: Int32) {
        open.withLock { _ = $0.insert(socket) }
        ServerThread.run { [self] in
            let connection = ServedConnection(socket: socket)
            while let request = connection.nextRequest() {
                seen.withLock { $0.append(request) }
                guard (try? handler(request, connection)) != nil, !connection.isClosed else {
                    break
                }
            }
            open.withLock { _ = $0.remove(socket) }
            connection.close()
        }
    }
}

/// Why a test's server cannot go on.
package enum ServerFault: Error {
    /// It has no port.
    case cannotListen(Int32)
    /// The client went away.
    case clientIsGone
}

/// Runs work on a thread of its own.
enum ServerThread {
    private final class Work {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    static func run(_ work: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Work(work))
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        pthread_detach(thread)
    }
}
