/// Models that are kept on the disk (`download`, `remove`, `models`).
package protocol ModelStore: Sendable {
    /// What is on the disk.
    func stored() -> [StoredModel]
    /// Fetches a model's files without loading them; gives the line to print.
    func download(
        _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> String
    /// What removing a model would delete, in a line.
    func removal(of model: String) throws -> String
    /// Deletes a model's files; gives the line to print.
    func remove(_ model: String) throws -> String
}

/// A model that is kept on the disk.
package struct StoredModel: Hashable, Sendable {
    /// The word after `load`.
    package var name: String
    /// The pipeline's class; nil where it is none that could be loaded.
    package var family: String?
    /// How many bytes it takes.
    package var size: Int
    /// How many of these belong to a download that is not finished.
    package var unfinished: Int
    /// When it was last used, in seconds since 1970; nil where that is not known.
    package var lastUsed: Int?

    /// A model of the given facts.
    package init(name: String, family: String?, size: Int, unfinished: Int, lastUsed: Int?) {
        self.name = name
        self.family = family
        self.size = size
        self.unfinished = unfinished
        self.lastUsed = lastUsed
    }
}
