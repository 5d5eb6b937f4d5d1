/// The LoRAs that a picture was made with.
enum LoRANames {
    /// Their names, each once: from tags in the prompt, and from the other pairs.
    static func all(of origin: PictureOrigin) -> [String] {
        var names: [String] = []
        for name in tags(in: origin.prompt ?? "") + origin.others.flatMap(names(of:)) {
            let name = OriginNotes.shortened(name)
            if !name.isEmpty, name.lowercased() != "none", !names.contains(name) {
                names.append(name)
            }
        }
        return names
    }

    /// The sentence for one name and more.
    static func note(_ names: [String]) -> String {
        let quoted = names.map { "`\($0)`" }
        guard quoted.count > 1 else { return "the LoRA \(quoted.joined()) is not applied" }
        let shown = quoted.prefix(5).joined(separator: ", ")
        let rest = quoted.count > 5 ? " and \(quoted.count - 5) more" : ""
        return "the LoRAs \(shown)\(rest) are not applied"
    }

    /// The names in tags such as `<lora:film:0.8>`.
    private static func tags(in prompt: String) -> [String] {
        var names: [String] = []
        var rest = prompt[...]
        while let open = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: open)...]
            let kind = ["lora:", "lyco:"].first { rest.hasPrefix($0) }
            guard let kind else { continue }
            rest = rest.dropFirst(kind.count)
            names.append(String(rest.prefix { $0 != ":" && $0 != ">" }))
        }
        return names
    }

    private static func names(of pair: OriginPair) -> [String] {
        let name = pair.name.split(separator: ".").last.map(String.init) ?? pair.name
        switch name {
        case "Lora hashes":
            return pair.text.split(separator: ",").map { entry in
                String(entry.prefix { $0 != ":" }).trimmingSpaces
            }
        case "loras", "lora": return names(inList: pair.text)
        case _ where name.hasPrefix("lora_name"): return [pair.text]
        // Fooocus: `film.safetensors : 0.8`.
        case _ where name.hasPrefix("lora_combined_"):
            return [String(pair.text.prefix { $0 != ":" }).trimmingSpaces]
        case _ where name.lowercased().hasPrefix("lora_"):
            return JSONValue(pair.text).map { self.name(in: $0) }?.map { [$0] } ?? []
        default: return []
        }
    }

    private static func names(inList text: String) -> [String] {
        JSONValue(text)?.elements?.compactMap(name) ?? []
    }

    /// The name in an entry of a list: a string, the first element of a list, or a member of an object.
    private static func name(in entry: JSONValue) -> String? {
        switch entry {
        case .string(let name): return name
        case .array(let elements): return elements.first?.string
        case .object:
            if entry["on"] == .bool(false) { return nil }
            let inner = entry["model"] ?? entry["lora"]
            return (inner?["name"] ?? inner?["model_name"] ?? inner ?? entry["file"])?.string
        case .null, .bool, .number: return nil
        }
    }
}

extension String {
    /// This text without spaces at its ends.
    fileprivate var trimmingSpaces: String {
        let start = drop { $0 == " " }
        guard let end = start.lastIndex(where: { $0 != " " }) else { return "" }
        return String(start[...end])
    }
}
