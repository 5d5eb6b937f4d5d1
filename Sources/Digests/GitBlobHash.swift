import CCrypto

/// The name that git gives to a file's contents: a SHA-1 of its length and its bytes.
///
/// It tells damage from wholeness; against somebody who wants to deceive, SHA-1 is no protection.
package struct GitBlobHash: ~Copyable {
    private static let size = 20
    private let state: OpaquePointer

    /// The hash of contents of `count` bytes, none of which are there yet.
    package init(count: Int) {
        guard let state = ccrypto_sha1_new() else {
            preconditionFailure("libcrypto offers no SHA-1")
        }
        self.state = state
        let head = Array("blob \(count)\u{0}".utf8)
        head.withUnsafeBytes { update($0) }
    }

    deinit {
        ccrypto_free(state)
    }

    /// Adds bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        let done = ccrypto_update(state, bytes.baseAddress, bytes.count)
        precondition(done == 1, "libcrypto failed on \(bytes.count) bytes")
    }

    /// The name of all bytes added, 40 lower-case hexadecimal digits.
    package consuming func finish() -> String {
        var done: CInt = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.size) { buffer, count in
            done = ccrypto_finish(state, buffer.baseAddress)
            count = Self.size
        }
        precondition(done == 1, "libcrypto failed to finish")
        return hexadecimal(bytes)
    }
}
