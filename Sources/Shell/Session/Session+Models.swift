import Generation

extension Session {
    /// Where models are kept on the disk.
    func modelStore() throws -> any ModelStore {
        guard let store = loader.store else { throw ShellError.noModelStore }
        return store
    }
}

/// How long ago something was, in words.
enum TimeAgo {
    private static let units: [(seconds: Int, name: String)] = [
        (365 * 86400, "year"), (30 * 86400, "month"), (86400, "day"), (3600, "hour"),
        (60, "minute"),
    ]

    /// The words for so many seconds.
    static func text(seconds: Int) -> String {
        for unit in units where seconds >= unit.seconds {
            return count(seconds / unit.seconds, unit.name) + " ago"
        }
        return "just now"
    }
}
