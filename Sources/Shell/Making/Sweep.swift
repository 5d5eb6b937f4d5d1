import CommandLanguage
import Generation

/// What `sweep` makes: a picture for each combination of the values of several settings.
struct Sweep {
    /// The most pictures that one sweep makes.
    static let most = 64

    /// The settings that have several values; the last changes from one picture to the next.
    let axes: [SweepAxis]
    /// What counts for all pictures.
    let fixed: [Assignment]
    /// The prompt of all pictures; nil where prompts are an axis.
    let prompt: Located<String>?

    /// The sweep that the options of a command ask for, with the prompt that stands by itself.
    init(_ arguments: Arguments, prompt: Located<String>?) throws {
        let lists = try arguments.options.map { key, value in
            ValueList(try Self.name(key), value)
        }
        try Self.checkCount(lists)
        if Set(lists.map(\.name)).isSuperset(of: [Settings.size.name, Settings.aspect.name]) {
            throw MakingError.sizeAndAspect
        }
        var axes = try lists.map { try SweepAxis($0, arguments) }
        let prompts = axes.first { $0.name == SweepAxis.prompt }
        if let prompts, prompt != nil, let place = prompts.choices.first {
            throw MakingError.promptTwice.at(place.span)
        }
        fixed = axes.compactMap { $0.only?.assignment }
        self.prompt = prompt ?? prompts?.only.map { Located($0.text, at: $0.span) }
        axes.removeAll { $0.only != nil }
        self.axes = axes
        if self.prompt == nil, prompts == nil { try arguments.refuseAbsence(of: "PROMPT") }
        if axes.isEmpty { throw MakingError.noAxis }
    }

    private static func name(_ key: Word) throws -> String {
        if key.text == SweepAxis.prompt { return key.text }
        return try located(key.span) { () throws(ShellError) in try Settings.find(key.text).name }
    }

    private static func checkCount(_ lists: [ValueList]) throws {
        let count = lists.reduce(Int?(1)) { product, list in
            guard let product else { return nil }
            let (value, overflow) = product.multipliedReportingOverflow(by: list.count)
            return overflow ? nil : value
        }
        if let count, count <= most { return }
        throw MakingError.tooMany(count, most: most)
    }

    /// All combinations, the last axis changing fastest.
    var cells: [SweepCell] {
        axes.reduce([SweepCell()]) { cells, axis in
            cells.flatMap { cell in axis.choices.map { cell.adding($0, of: axis) } }
        }
    }
}

/// A setting of a sweep with its values.
struct SweepAxis {
    /// The option that stands for the prompt.
    static let prompt = "prompt"

    /// The setting's name, or `prompt`.
    let name: String
    /// Its values, at least one.
    let choices: [SweepChoice]

    /// The value, where there is but one.
    var only: SweepChoice? { choices.count == 1 ? choices.first : nil }

    /// The values of `list`, as they were typed after a command.
    init(_ list: ValueList, _ arguments: Arguments) throws {
        name = list.name
        let texts = try list.texts(arguments)
        choices = try texts.map { text in
            if list.name == Self.prompt {
                if text.value.allSatisfy(\.isWhitespace) {
                    throw ShellError.emptyPrompt.at(text.span)
                }
                return SweepChoice(text: text.value, span: text.span, assignment: nil)
            }
            return try SweepChoice(
                of: try Settings.find(list.name), text, amongSeveral: texts.count > 1)
        }
    }
}

/// A value of a sweep's axis.
struct SweepChoice {
    /// The value as it is typed.
    let text: String
    /// Where it was typed.
    let span: Span
    /// What it gives to a setting; nil for a prompt.
    let assignment: Assignment?

    fileprivate init(text: String, span: Span, assignment: Assignment?) {
        self.text = text
        self.span = span
        self.assignment = assignment
    }

    fileprivate init(
        of setting: any SettingDeclaration, _ text: Located<String>, amongSeveral: Bool
    ) throws {
        let assignment: Assignment
        do {
            assignment = try Assignment(setting, text.value, at: text.span)
        } catch  where ValueRange.isMeant(by: text.value) {
            throw MakingError.malformedRange(text.value).at(text.span)
        }
        if amongSeveral, assignment.value as? Seed == .random {
            throw MakingError.randomAmongSeeds.at(text.span)
        }
        self.init(text: assignment.value.text, span: text.span, assignment: assignment)
    }

}

/// One combination of a sweep's values.
struct SweepCell {
    /// The prompt; nil where all pictures have the same.
    private(set) var prompt: String?
    /// The values of settings.
    private(set) var assignments: [Assignment] = []
    /// The combination in a few words (`steps=8 guidance=3`).
    private(set) var label = ""

    fileprivate func adding(_ choice: SweepChoice, of axis: SweepAxis) -> SweepCell {
        var cell = self
        if let assignment = choice.assignment {
            cell.assignments.append(assignment)
        } else {
            cell.prompt = choice.text
        }
        let value = Word.quoting(shortened(choice.text, to: 40))
        cell.label += (label.isEmpty ? "" : " ") + "\(axis.name)=\(value)"
        return cell
    }
}
