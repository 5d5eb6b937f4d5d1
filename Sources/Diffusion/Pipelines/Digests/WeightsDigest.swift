import Digests

/// The digest of all the weights of a loaded model, found when it is first asked for and then remembered.
package actor WeightsDigest {
    private let files: [WeightFile]
    private let isOneFile: Bool
    private let hasher: FileHasher
    private var search: Task<String, any Error>?

    /// The digest of `files`.
    package init(_ files: [WeightFile], by hasher: FileHasher) {
        self.files = files
        self.hasher = hasher
        isOneFile = false
    }

    /// The digest of a model that is one file, whatever that is called.
    package init(of file: WeightFile, by hasher: FileHasher) {
        files = [file]
        self.hasher = hasher
        isOneFile = true
    }

    deinit {
        search?.cancel()
    }

    /// `sha256:` and the SHA-256 of what `sha256sum` prints of the files, in the order of their names; of one file its own.
    ///
    /// A caller that is cancelled while it waits stops the search; the next one, or another that waits, begins anew with
    /// what was kept. One that is cancelled already is given what is known, and begins no search.
    package func value() async throws -> String {
        while true {
            let search = try search ?? begin()
            do {
                return try await withTaskCancellationHandler {
                    try await search.value
                } onCancel: {
                    search.cancel()
                }
            } catch {
                if self.search == search { self.search = nil }
                guard error is CancellationError else { throw error }
                try Task.checkCancellation()
            }
        }
    }

    private func begin() throws -> Task<String, any Error> {
        try Task.checkCancellation()
        let (files, isOneFile, hasher) = (files, isOneFile, hasher)
        let task = Task.detached(priority: .background) {
            if isOneFile, let file = files.first { return try "sha256:" + hasher.digest(of: file) }
            var lines = ""
            for file in files.sorted(by: { $0.name < $1.name }) {
                lines += try hasher.digest(of: file) + "  " + file.name + "\n"
            }
            return "sha256:" + SHA256.digest(of: Array(lines.utf8)).hex
        }
        search = task
        return task
    }
}
