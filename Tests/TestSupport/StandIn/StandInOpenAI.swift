import Foundation
import Synchronization

/// Plays OpenAI's images API on the loopback interface, in its own dialect.
///
/// A prompt that begins with a word in brackets gets what that word says, one of `StandInFault`; all others get what they ask for. Requests are
/// checked against the schema, as the API checks them.
package final class StandInOpenAI: Sendable {
    /// The key that it knows.
    package static let key = "sk-proj-StandIn1Key2For3Tests4Only5"

    /// The server itself, with the requests that came.
    package let server: LoopbackServer

    /// A stand-in that answers from now on.
    package init() throws {
        let counter = Counter()
        server = try LoopbackServer { request, connection in
            try StandInExchange(request: request, connection: connection, counter: counter).answer()
        }
    }

    /// The address for `OPENAI_BASE_URL`.
    package var base: String { server.url + "/v1" }

    /// The environment of somebody who uses it.
    package var environment: [String: String] {
        ["OPENAI_BASE_URL": base, "OPENAI_API_KEY": Self.key]
    }

    /// The fields of the latest request in JSON.
    package var latest: [String: Any] {
        let body = server.requests.last?.body ?? []
        return (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
    }

    /// Counts how often something happened.
    final class Counter: Sendable {
        private let counts = Mutex<[String: Int]>([:])

        /// How often `name` has happened, this time included.
        func next(_ name: String) -> Int {
            counts.withLock { counts in
                counts[name, default: 0] += 1
                return counts[name, default: 0]
            }
        }
    }
}
