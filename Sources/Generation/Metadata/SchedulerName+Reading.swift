extension SchedulerName {
    /// What a tool's words for sampler and schedule come to here.
    struct Match: Hashable {
        /// Easel's short name.
        var name: String
        /// What of the words is lost, in a sentence.
        var note: String?
    }

    /// Easel's scheduler for a tool's words; nil where there is nothing like it.
    ///
    /// `hasAutomaticKarras` is for web UIs, where the schedule `Automatic` is Karras for DPM++ 2M (since version 1.9).
    static func match(
        sampler: String, schedule: String?, hasAutomaticKarras: Bool
    ) -> Match? {
        var words = spelling(of: sampler)
        var schedule = schedule.map(spelling(of:))
        for suffix in ["-karras", "-k", "-ka"] where words.hasSuffix(suffix) {
            words.removeLast(suffix.count)
            schedule = "karras"
        }
        let found = all.first {
            $0.spellings.contains(words) || $0.type.lowercased() == words
        }
        guard let found else { return nil }
        if hasAutomaticKarras, schedule == "automatic" {
            schedule = automatic[found.name]
        }
        return found.match(schedule: schedule)
    }

    /// The schedules that the web UI's `Automatic` stands for, where they are not the model's own.
    private static let automatic = ["dpm++": "karras", "dpm++-sde": "exponential"]

    /// The schedules that are the model's own.
    private static let ordinary: Set<String> = [
        "", "normal", "automatic", "default", "discrete", "native",
    ]

    private func match(schedule: String?) -> Match {
        guard let schedule, !Self.ordinary.contains(schedule) else { return Match(name: name) }
        if schedule == "karras", hasKarras { return Match(name: name + "-karras") }
        return Match(
            name: name,
            note: "its noise schedule `\(schedule)` is replaced by the model's own for `\(name)`")
    }

    /// A name in lower case, with one hyphen between words, without the prefixes that tools put before it.
    private static func spelling(of name: String) -> String {
        let words = name.lowercased().split { $0 == "-" || $0 == "_" || $0 == " " }
        var spelling = words.joined(separator: "-")
        for prefix in ["sample-", "k-"] where spelling.hasPrefix(prefix) {
            spelling.removeFirst(prefix.count)
        }
        return spelling.replacing("dpmpp", with: "dpm++")
    }
}
