package import Generation

extension ImageRequest {
    /// What is asked for, by the names of the settings; what is left to the model's usual way is not among it.
    var facts: [Fact] {
        let optional: [(String, String?)] = [
            ("negative", negative), ("seed", isSampled ? String(seed) : nil),
            ("steps", isSampled ? String(steps) : nil),
            ("guidance", isSampled ? Guidance(scale: guidance).text : nil),
            ("true_cfg", trueCFG.map { Guidance(scale: $0).text }), ("magic", magic),
            ("size", size.description), ("scheduler", scheduler), ("quality", quality),
            ("style", style), ("background", background), ("format", format),
            ("moderation", moderation),
            ("image", image?.name), ("mask", mask?.name),
        ]
        return [Fact("prompt", prompt)]
            + optional.compactMap { name, text in text.map { Fact(name, $0) } }
    }
}

extension PictureRecord {
    /// What was decided about the picture, by the user or by the model's usual way.
    package var decisions: [Fact] {
        guard request.scheduler == nil, !scheduler.isEmpty else { return request.facts }
        let name = Generation.SchedulerName.shortName(of: scheduler) ?? scheduler
        return request.facts + [Fact("scheduler", name)]
    }

    /// What made the picture.
    package var circumstances: [Fact] {
        let facts = [
            Fact("model", engine.model), Fact("precision", engine.precision),
            Fact("device", engine.device),
        ]
        return facts.filter { !$0.text.isEmpty } + (service?.facts ?? [])
    }
}

extension ServiceFacts {
    /// What the service told, by names that no setting has.
    var facts: [Fact] {
        let share = pictures > 1 ? " for \(pictures) pictures" : ""
        let known: [(String, String?)] = [
            ("revised", revisedPrompt), ("tokens", tokens.map { "\($0)\(share)" }),
            ("dollars", dollars.map { "\($0)\(share)" }),
        ]
        return known.compactMap { name, text in text.map { Fact(name, $0) } }
    }
}

/// A fact in which two pictures differ.
struct FactChange: Hashable {
    /// The fact's name.
    var name: String
    /// What the first picture has; nil where it has no such fact.
    var before: String?
    /// What the second picture has; nil where it has no such fact.
    var after: String?

    /// The facts that differ, in the order in which they are first named.
    static func all(from before: [Fact], to after: [Fact]) -> [FactChange] {
        var names: [String] = []
        for fact in before + after where !names.contains(fact.name) { names.append(fact.name) }
        return names.compactMap { name in
            let pair = [before, after].map { facts in facts.first { $0.name == name }?.text }
            return pair[0] == pair[1]
                ? nil : FactChange(name: name, before: pair[0], after: pair[1])
        }
    }
}
