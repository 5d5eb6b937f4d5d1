import Images

extension PictureRecord {
    /// What made the picture, in the form of AUTOMATIC1111's web UI.
    ///
    /// That is the prompt, the negative prompt where there is one, and a last line of `Key: value`
    /// pairs. `Steps` comes first, since other readers look for a line that begins with it.
    package var parameters: String {
        var lines = [Self.asText(request.prompt)]
        if let negative = request.negative, !negative.isEmpty {
            lines.append("Negative prompt: " + Self.asText(negative))
        }
        lines.append(pairs.map { "\($0): \(Self.quoted($1))" }.joined(separator: ", "))
        return lines.joined(separator: "\n")
    }

    /// What made the picture, by the names that the format has for it.
    private var pairs: [(String, String)] {
        let size = ("Size", request.size.description)
        let version = ("Version", "Easel \(Easel.version)")
        guard request.isSampled else { return [size, ("Model", engine.model), version] }
        let sampler = SamplerName(scheduler: scheduler)
        var pairs = [("Steps", "\(request.steps)"), ("Sampler", sampler.name)]
        if let schedule = sampler.schedule { pairs.append(("Schedule type", schedule)) }
        return pairs + [
            ("CFG scale", Self.number(request.guidance)), ("Seed", "\(request.seed)"), size,
            ("Model", engine.model), ("RNG", "CPU"), version,
        ]
    }

    /// A prompt as the format can hold it: a line that would pass for a part of the format is joined
    /// to the line before, and U+0000, which PNG cannot hold, is left out.
    private static func asText(_ prompt: String) -> String {
        var text = ""
        for line in prompt.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let start = line.drop(while: \.isWhitespace)
            let isMarker = ["Steps:", "Negative prompt:"].contains { start.hasPrefix($0) }
            if !text.isEmpty { text += isMarker ? " " : "\n" }
            text += isMarker ? start : line
        }
        text.unicodeScalars.removeAll { $0 == "\0" }
        return text
    }

    /// A number without the fraction that it does not have.
    private static func number(_ value: Double) -> String {
        Int(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    /// A value that holds a comma, a colon or a line's end goes between quotation marks, as in JSON.
    private static func quoted(_ value: String) -> String {
        guard value.contains(where: { ",:".contains($0) || $0.isNewline }) else { return value }
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case _ where scalar.properties.generalCategory == .control: text += " "
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
