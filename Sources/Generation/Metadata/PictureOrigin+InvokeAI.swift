extension PictureOrigin {
    /// Reads what InvokeAI writes, in the forms of its three ages.
    static func invokeAI(_ texts: OriginTexts) -> PictureOrigin? {
        if let json = texts["invokeai_metadata"].flatMap(JSONValue.init), json.members != nil {
            return invokeAI(metadata: json)
        }
        if let json = texts["sd-metadata"].flatMap(JSONValue.init), json.members != nil {
            return invokeAI(oldMetadata: json)
        }
        return texts["Dream"].flatMap(DreamLine.init)?.origin
    }

    /// Version 3 and later.
    private static func invokeAI(metadata json: JSONValue) -> PictureOrigin {
        var builder = OriginBuilder(tool: .invokeAI)
        builder.add(json.flattened, invokeAIFields, distilled: ["guidance"])
        return builder.finish()
    }

    private static let invokeAIFields: [String: OriginBuilder.Field] = [
        "app_version": .version, "positive_prompt": .prompt, "negative_prompt": .negative,
        "width": .width, "height": .height, "seed": .seed, "steps": .steps, "guidance": .guidance,
        "cfg_scale": .guidance, "scheduler": .sampler, "model.name": .model,
        "model.model_name": .model, "model": .model, "model.hash": .modelHash,
    ]

    /// Version 2, where the negative prompt stands in brackets inside of the prompt.
    private static func invokeAI(oldMetadata json: JSONValue) -> PictureOrigin {
        var builder = OriginBuilder(tool: .invokeAI)
        let prompt = json["image"]?["prompt"]
        let parts = prompt?.elements?.compactMap { $0["prompt"]?.string } ?? []
        if let text = prompt?.string ?? (parts.isEmpty ? nil : parts.joined(separator: "\n")) {
            builder.setBracketed(text)
        }
        builder.add(json.flattened.filter { $0.name != "image.prompt" }, oldInvokeAIFields)
        return builder.finish()
    }

    private static let oldInvokeAIFields: [String: OriginBuilder.Field] = [
        "app_version": .version, "model_weights": .model, "model_hash": .modelHash,
        "image.width": .width, "image.height": .height, "image.seed": .seed,
        "image.steps": .steps, "image.cfg_scale": .guidance, "image.sampler": .sampler,
    ]
}

extension OriginBuilder {
    /// Fills both prompts from one, in which the negative one stands in brackets: `a fox [blurry]`.
    fileprivate mutating func setBracketed(_ text: String) {
        var positive = ""
        var negative: [Substring] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
            positive += rest[..<open]
            negative.append(rest[rest.index(after: open)..<close])
            rest = rest[rest.index(after: close)...]
        }
        positive += rest
        set(.prompt, "prompt", negative.isEmpty ? text : Self.singleSpaced(positive))
        if !negative.isEmpty { set(.negative, "negative", negative.joined(separator: " ")) }
    }

    private static func singleSpaced(_ text: String) -> String {
        text.split(separator: " ").joined(separator: " ")
    }
}

/// A command line of `dream.py`: `"a fox [blurry]" -s 50 -S 42 -W 512 -H 512 -C 7.5 -A k_lms`.
private struct DreamLine {
    private let prompt: String
    private let options: [OriginPair]

    /// The parts of a line; nil where it begins with no prompt.
    init?(_ line: String) {
        guard line.first == "\"", let end = line.lastIndex(of: "\""), end > line.startIndex else {
            return nil
        }
        prompt = String(line[line.index(after: line.startIndex)..<end])
        options = Self.options(line[line.index(after: end)...])
    }

    /// Options with their values, which may follow at once (`-s50`).
    private static func options(_ text: Substring) -> [OriginPair] {
        var pairs: [OriginPair] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            if let name = name(in: word) {
                pairs.append(OriginPair(name: String(name), text: String(word[name.endIndex...])))
            } else if !pairs.isEmpty {
                let last = pairs.count - 1
                pairs[last].text += (pairs[last].text.isEmpty ? "" : " ") + word
            }
        }
        return pairs
    }

    /// `-s`, `--steps`; nil for a value, which can be negative.
    private static func name(in word: Substring) -> Substring? {
        guard word.first == "-", let letter = word.dropFirst().first else { return nil }
        if letter == "-" { return word }
        return letter.isLetter ? word.prefix(2) : nil
    }

    private static let fields: [String: OriginBuilder.Field] = [
        "-s": .steps, "--steps": .steps, "-S": .seed, "--seed": .seed, "-W": .width,
        "--width": .width, "-H": .height, "--height": .height, "-C": .guidance,
        "--cfg_scale": .guidance, "-A": .sampler, "--sampler": .sampler,
    ]

    var origin: PictureOrigin {
        var builder = OriginBuilder(tool: .invokeAI)
        builder.setBracketed(prompt)
        builder.add(options, Self.fields)
        return builder.finish()
    }
}
