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

/// A number of bytes in words.
enum ByteText {
    /// The words for so many bytes: `4.3 GB`.
    static func text(_ bytes: Int) -> String {
        let tenths = { (value: Double) in (value * 10).rounded() / 10 }
        let value = Double(bytes)
        if value < 1e6 { return "\(Int((value / 1e3).rounded(.up))) kB" }
        return value < 1e9 ? "\(decimals(tenths(value / 1e6))) MB" : "\(decimals(tenths(value / 1e9))) GB"
    }
}
