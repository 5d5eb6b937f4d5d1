extension PictureOrigin {
    /// Reads `parameters`, in which AUTOMATIC1111's web UI and many others write; some write JSON there.
    static func infotext(_ texts: OriginTexts) -> PictureOrigin? {
        guard let text = texts["parameters"], !text.isEmpty else { return nil }
        if let json = JSONValue(text), json.members != nil {
            return swarmUI(json) ?? fooocus(json)
        }
        let infotext = Infotext(text)
        // A graph says more than a lone prompt.
        if infotext.pairs.isEmpty, let origin = comfyUI(texts) { return origin }
        var builder = OriginBuilder(tool: tool(of: infotext.pairs, texts))
        builder.set(.prompt, "Prompt", infotext.prompt)
        if let negative = infotext.negative {
            builder.set(.negative, "Negative prompt", negative)
        }
        builder.add(infotext.pairs, infotextFields, distilled: distilled)
        builder.addHashOfModel()
        return builder.finish()
    }

    private static let infotextFields: [String: OriginBuilder.Field] = [
        "Steps": .steps, "Sampler": .sampler, "Schedule type": .schedule, "Scheduler": .schedule,
        "Distilled CFG Scale": .guidance, "Distilled CFG scale": .guidance, "CFG scale": .guidance,
        "Guidance": .guidance, "Seed": .seed, "Size": .size, "Model": .model,
        "Model hash": .modelHash, "Version": .version,
    ]

    private static let distilled: Set<String> = [
        "Distilled CFG Scale", "Distilled CFG scale", "Guidance",
    ]

    /// Which of the programs that write this form it was.
    private static func tool(of pairs: [OriginPair], _ texts: OriginTexts) -> Tool {
        func value(_ name: String) -> String {
            pairs.first { $0.name == name }?.text ?? ""
        }
        let version = value("Version")
        if let named = versions.first(where: { version.contains($0.key) }) { return named.value }
        // Forge's versions begin with its own and end with the web UI's: `f2.0.1v1.10.1`.
        if version.hasPrefix("f"), version.dropFirst().first?.isNumber == true { return .forge }
        if value("App").hasPrefix("SD.Next") { return .sdNext }
        if texts["fooocus_scheme"] != nil { return .fooocus }
        // Nodes that save pictures with this text besides the graph give no version.
        let isGraph = texts["prompt"].flatMap(ComfyGraph.init) != nil
        return isGraph && !version.hasPrefix("v") ? .comfyUI : .automatic1111
    }

    private static let versions: KeyValuePairs<String, Tool> = [
        "Easel": .easel, "ComfyUI": .comfyUI, "Fooocus": .fooocus, "SD.Next": .sdNext,
        "forge": .forge, "neo": .forge, "stable-diffusion.cpp": .stableDiffusionCpp,
    ]
}

extension PictureOrigin.Tool {
    /// Whether it is AUTOMATIC1111's web UI or a program that grew out of it.
    var isWebUI: Bool {
        switch self {
        case .automatic1111, .forge, .sdNext: true
        default: false
        }
    }
}

extension OriginBuilder {
    /// Takes the model's hash from the pair `Hashes`, where no other names it.
    fileprivate mutating func addHashOfModel() {
        guard origin.modelHash == nil,
            let hashes = origin.others.first(where: { $0.name == "Hashes" })?.text,
            let hash = JSONValue(hashes)?["model"]?.string, !hash.isEmpty
        else { return }
        origin.modelHash = hash
    }
}
