package import CommandLanguage
import Generation

extension Session {
    /// The picture that `reference` names.
    package func picture(_ reference: ImageReference) throws(ShellError) -> Picture {
        try picture(reference.target, called: reference.text)
    }

    /// The text of the fact that `reference` names.
    package func text(of reference: Reference) throws(ShellError) -> String {
        let picture = try picture(reference.target, called: reference.text)
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

    /// The pictures that `selection` names, in its order.
    package func pictures(_ selection: ImageSelection) throws(ShellError) -> [Picture] {
        let first = try picture(selection.first)
        guard let end = selection.end else { return [first] }
        let last = try picture(end)
        let numbers = min(first.number, last.number)...max(first.number, last.number)
        let found = pictures.filter { numbers.contains($0.number) }
        return first.number <= last.number ? found : found.reversed()
    }

    /// The picture that the word names; the latest where there is none.
    func picture(_ image: Located<ImageReference>?) throws -> Picture {
        guard let image else {
            guard let latest = pictures.last else { throw MakingError.noPicture }
            return latest
        }
        return try located(image.span) { try picture(image.value) }
    }

    /// The pictures that the words name, one after the other; the latest where there are none.
    func pictures(_ selections: [Located<ImageSelection>]) throws -> [Picture] {
        if selections.isEmpty { return [try picture(nil)] }
        return try selections.flatMap { selection in
            try located(selection.span) { try pictures(selection.value) }
        }
    }

    private func picture(
        _ target: Reference.Target, called text: String
    ) throws(ShellError) -> Picture {
        guard let last = pictures.last else { throw .noPictures(reference: text) }
        switch target {
        case .last: return last
        case .number(let number):
            guard let picture = pictures.last(where: { $0.number == number }) else {
                throw .noSuchPicture(reference: text, count: pictures.count)
            }
            return picture
        case .fromEnd(let places):
            guard let picture = pictures.dropLast(places - 1).last else {
                throw .noSuchPicture(reference: text, count: pictures.count)
            }
            return picture
        }
    }
}
