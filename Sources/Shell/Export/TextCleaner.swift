import FoundationEssentials

/// Takes out of texts what is nobody else's business: keys, and where on this machine the user's folders are.
package struct TextCleaner {
    /// Folders, and what stands for them.
    private let places: [(path: String, short: String)]

    /// A cleaner for a user whose home is `home` and who works in `folder`.
    package init(home: String?, folder: String) {
        places = [(home ?? "", "~"), (folder, ".")]
            .filter { $0.0.count > 1 }.sorted { $0.0.count > $1.0.count }
    }

    /// A cleaner for the user of this process.
    init() {
        self.init(
            home: ProcessInfo.processInfo.environment["HOME"],
            folder: FileManager.default.currentDirectoryPath)
    }

    /// `text` as others may see it; a path below the user's folders still leads there.
    package func clean(_ text: String) -> String {
        var text = Secrets.hidden(in: text)
        for place in places {
            for range in text.ranges(of: place.path).reversed() {
                let isPart =
                    text[..<range.lowerBound].last.map(Self.isOfName) ?? false
                    || text[range.upperBound...].first.map { $0 != "/" && Self.isOfName($0) }
                        ?? false
                if !isPart { text.replaceSubrange(range, with: place.short) }
            }
        }
        return text
    }

    private static func isOfName(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_-.~/".contains(character)
    }
}
