import CCrypto

/// A SHA-256 that takes its bytes in pieces, so that a file of gigabytes never has to be in memory.
package struct SHA256: ~Copyable {
    private let state: OpaquePointer

    /// A hash of nothing yet.
    package init() {
        guard let state = ccrypto_sha256_new() else {
            preconditionFailure("libcrypto offers no SHA-256")
        }
        self.state = state
    }

    deinit {
        ccrypto_free(state)
    }

    /// Adds bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        let done = ccrypto_update(state, bytes.baseAddress, bytes.count)
        precondition(done == 1, "libcrypto failed on \(bytes.count) bytes")
    }

    /// Adds bytes.
    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The digest of all bytes added.
    package consuming func finish() -> Digest {
        var done: CInt = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Digest.size) { buffer, count in
            done = ccrypto_finish(state, buffer.baseAddress)
            count = Digest.size
        }
        precondition(done == 1, "libcrypto failed to finish")
        return Digest(bytes: bytes)
    }

    /// The digest of `bytes`.
    package static func digest(of bytes: [UInt8]) -> Digest {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }

    /// The 32 bytes that a SHA-256 ends in.
    package struct Digest: Hashable, Sendable, CustomStringConvertible {
        static let size = 32

        /// The bytes, most significant first, as every tool prints them.
        package let bytes: [UInt8]

        /// 64 lower-case hexadecimal digits.
        package var hex: String { hexadecimal(bytes) }

        package var description: String { hex }
    }
}
