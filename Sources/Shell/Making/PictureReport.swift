import Generation
import Images

extension PictureSubject {
    /// All that is known of the picture, to be listed.
    func report() throws -> [Fact] {
        if let picture {
            var facts = picture.record.report
            if let path = picture.path { facts.append(Fact("file", path)) }
            return facts
        }
        guard let file else { return [] }
        let size = "\(file.image.width)x\(file.image.height)"
        guard let origin else {
            return [Fact("size", size), Fact("made by", "not told")]
                + file.texts.map {
                    Fact($0.keyword, Self.brief($0.text))
                }
        }
        let tool = ([origin.tool.rawValue] + (origin.version.map { [$0] } ?? [])).joined(
            separator: " ")
        if let record = origin.record {
            let isTrue = file.image.pixelHash == record.pixels
            let pixels = isTrue ? "those that are recorded" : "changed since they were recorded"
            return [Fact("made by", tool)] + record.report + [Fact("now", "\(size), \(pixels)")]
        }
        return [Fact("made by", tool)] + origin.report(size: size)
    }

    /// The beginning of a text that may be long, with how long it is.
    fileprivate static func brief(_ text: String) -> String {
        let brief = shortened(text, to: 120)
        return brief.hasSuffix("…") ? "\(brief) (\(text.utf8.count) bytes)" : brief
    }
}

extension PictureRecord {
    /// All that is recorded, to be listed.
    fileprivate var report: [Fact] {
        var facts = decisions
        if let partial {
            facts.insert(Fact("partial", "\(partial.step) of \(partial.total) steps"), at: 0)
        }
        facts += [
            Fact("sampler", scheduler), Fact("model", engine.model), Fact("family", engine.family),
            Fact("source", engine.source), Fact("weights", engine.weights ?? ""),
            Fact("precision", engine.precision), Fact("device", engine.device),
            Fact("arithmetic", engine.arithmetic), Fact("easel", easel),
            Fact("seconds", decimals(seconds)), Fact("pixels", pixels),
        ]
        return facts.filter { !$0.text.isEmpty || $0.name == "negative" }
    }
}

extension PictureOrigin {
    /// All that the texts tell, to be listed, of a file with a picture of `size`.
    fileprivate func report(size: String) -> [Fact] {
        var facts = self.facts.filter { !["size", "scheduler", "model"].contains($0.name) }
        let asked = self.size.map(\.description)
        facts.append(
            Fact(
                "size",
                asked == nil || asked == size ? size : "\(size), asked for as \(asked ?? "")"))
        let words = [sampler, schedule].compactMap(\.self).joined(separator: ", ")
        if let scheduler, words.lowercased() != scheduler {
            facts.append(
                Fact("scheduler", words.isEmpty ? scheduler : "\(words): here `\(scheduler)`"))
        } else if !words.isEmpty {
            facts.append(Fact("scheduler", words))
        }
        if model != nil || modelHash != nil {
            let hash = modelHash.map { "hash \($0)" }
            facts.append(Fact("model", [model, hash].compactMap(\.self).joined(separator: ", ")))
        }
        facts += others.map { Fact(shortened($0.name, to: 30), PictureSubject.brief($0.text)) }
        return facts + notes.map { Fact("note", $0) }
    }
}
