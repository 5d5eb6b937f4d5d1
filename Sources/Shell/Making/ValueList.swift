import CommandLanguage

/// Values of an option with commas between them: `4,8`, `1..4`, `"a, b","c"`, `$1.seed,$2.seed`.
///
/// A comma in quotation marks is part of a value.
struct ValueList {
    /// The option's name.
    let name: String
    private let items: [(word: Word, range: ValueRange?)]

    /// The values that `word` says for the option called `name`.
    init(_ name: String, _ word: Word) {
        self.name = name
        items = word.split(at: ",").map { ($0, $0.bare > 0 ? ValueRange($0.text) : nil) }
    }

    /// Whether `text`, which is no value of `setting`, is several.
    static func isMeant(by text: String, of setting: any SettingDeclaration) -> Bool {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return (parts.count > 1 || ValueRange(text) != nil)
            && parts.allSatisfy { ValueRange($0) != nil || (try? setting.parse($0)) != nil }
    }

    /// How many values there are.
    var count: Int {
        items.reduce(0) { sum, item in
            let (count, overflow) = sum.addingReportingOverflow(item.range?.count ?? 1)
            return overflow ? Int.max : count
        }
    }

    /// The values, of which there should not be too many, with facts in the place of references.
    func texts(_ arguments: Arguments) throws -> [Located<String>] {
        try items.flatMap { word, range in
            if let range { return range.texts.map { Located($0, at: word.span) } }
            return [Located(try arguments.text(of: word), at: word.span)]
        }
    }
}

/// An option that takes several values of what another option takes one.
struct ListOption: OptionDeclaration {
    private let base: any OptionDeclaration

    /// The option that takes several values of `base`.
    init(_ base: any OptionDeclaration) { self.base = base }

    var name: String { base.name }
    var placeholder: String { base.placeholder + ",…" }
    var summary: String { base.summary }
    var completion: CompletionRule { base.completion }
    var isList: Bool { true }
}
