package import CommandLanguage
package import Generation
import Images

/// One line of time: the loaded model, the settings, the pictures made so far.
@MainActor
package final class Session {
    /// Makes engines.
    package let loader: any EngineLoader
    /// Where to speak.
    package let console: Console
    /// The loaded model.
    package internal(set) var engine: (any Engine)?
    /// The values that the user has set.
    package internal(set) var settings = SettingValues()
    /// The pictures made so far; `$1` is the first.
    package internal(set) var pictures: [GeneratedImage] = []
    /// Whether `quit` was typed.
    package var isOver = false
    /// Gives the seed of a `gen` whose seed is `random`.
    let drawSeed: @MainActor () -> UInt64

    /// A session with nothing loaded, nothing set and nothing made.
    package init(
        loader: any EngineLoader, console: Console,
        drawSeed: @escaping @MainActor () -> UInt64 = { .random(in: Seed.drawn) }
    ) {
        self.loader = loader
        self.console = console
        self.drawSeed = drawSeed
    }
}

extension Session {
    /// The picture that `reference` names, with its number.
    package func picture(
        _ reference: ImageReference
    ) throws(ShellError) -> (number: Int, picture: GeneratedImage) {
        try picture(reference.target, called: reference.text)
    }

    /// The text of the fact that `reference` names.
    package func text(of reference: Reference) throws(ShellError) -> String {
        let (_, picture) = try picture(reference.target, called: reference.text)
        guard let fact = reference.fact else {
            throw .pictureAsValue(reference: reference.text)
        }
        let facts = picture.facts
        guard let text = facts.first(where: { $0.name == fact })?.text else {
            throw .noSuchFact(
                reference: reference.text, fact: fact, known: facts.map(\.name))
        }
        return text
    }

    private func picture(
        _ target: Reference.Target, called text: String
    ) throws(ShellError) -> (number: Int, picture: GeneratedImage) {
        let number =
            switch target {
            case .last: pictures.count
            case .number(let number): number
            }
        guard !pictures.isEmpty else { throw .noPictures(reference: text) }
        guard pictures.indices.contains(number - 1) else {
            throw .noSuchPicture(reference: text, count: pictures.count)
        }
        return (number, pictures[number - 1])
    }
}

extension GeneratedImage {
    /// What can be said of a picture by `$3.NAME`.
    var facts: [(name: String, text: String)] {
        var facts = [
            ("prompt", request.prompt), ("seed", String(request.seed)),
            ("steps", String(request.steps)),
            ("guidance", Guidance(scale: request.guidance).text),
            ("size", "\(pixels.width)x\(pixels.height)"), ("model", engine.model),
            ("precision", engine.precision), ("device", engine.device),
            ("seconds", decimals(seconds)), ("pixels", pixels.pixelHash),
        ]
        if let negative = request.negative { facts.append(("negative", negative)) }
        if let scheduler = request.scheduler { facts.append(("scheduler", scheduler)) }
        return facts.map { (name: $0.0, text: $0.1) }
    }
}

/// A number with two decimals.
func decimals(_ value: Double) -> String {
    let hundredths = Int((min(max(value, 0), 1e12) * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
}
