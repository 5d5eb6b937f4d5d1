/// Reads from a graph how its picture came about, beginning at the sampler that made the first latents.
struct ComfyReader {
    private let graph: ComfyGraph
    private var builder = OriginBuilder(tool: .comfyUI)
    /// The inputs that became a field.
    private var taken: Set<ComfyPlace> = []

    /// A reader of `graph`.
    init(_ graph: ComfyGraph) {
        self.graph = graph
    }

    /// What the graph tells.
    consuming func read() -> PictureOrigin {
        let samplers = graph.nodes.filter(\.isSampler)
        if let sampler = firstSampler(among: samplers) { read(sampler) }
        if samplers.count > 1 {
            builder.origin.notes.append(
                "the graph has \(samplers.count) samplers, of which only the first pass counts")
        }
        addOthers()
        return builder.finish()
    }

    /// The sampler that the others, if any, work on: the first that has none behind its latents, of those that lead to
    /// a saved picture where any do.
    private func firstSampler(among samplers: [ComfyNode]) -> ComfyNode? {
        let ends = graph.nodes.filter { $0.type.contains("Save") }.flatMap(\.links)
        let reached = Set(graph.upstream(of: ends).map(\.id))
        let saved = samplers.filter { reached.contains($0.id) }
        // Enough for any real graph, and quick on one that was made to be slow.
        let candidates = (saved.isEmpty ? samplers : saved).prefix(20)
        return candidates.first { sampler in
            let latents = [sampler.link("latent_image")].compactMap(\.self)
            return !graph.upstream(of: latents) { !$0.isSampler }.contains(where: \.isSampler)
        } ?? candidates.first
    }

    private mutating func read(_ sampler: ComfyNode) {
        let guider = linked(sampler, "guider")
        let sources = [sampler] + [guider].compactMap(\.self)
        readTexts(sources)
        take(.seed, from: [sampler, linked(sampler, "noise")], ["seed", "noise_seed"])
        take(.guidance, from: [sampler, guider], ["cfg", "cfg_conds"])
        readSteps(sampler)
        readSamplerName(sampler)
        readLatents(sampler)
        readModel(sources)
        addLimits(sampler)
    }

    private func linked(_ node: ComfyNode, _ name: String) -> ComfyNode? {
        node.link(name).flatMap { graph[$0.node] }
    }

    /// Fills a field with the first value that fits; it then counts among the others no more.
    @discardableResult
    private mutating func take(
        _ field: OriginBuilder.Field, from nodes: [ComfyNode?], _ names: [String]
    ) -> Bool {
        for node in nodes.compactMap(\.self) {
            for name in names {
                guard let value = graph.value(node, name), builder.fills(field, value.text) else {
                    continue
                }
                taken.insert(value.place)
                return true
            }
        }
        return false
    }

    private mutating func readTexts(_ nodes: [ComfyNode]) {
        let inputs: [(OriginBuilder.Field, [String])] = [
            (.prompt, ["positive", "conditioning", "cond1"]), (.negative, ["negative"]),
        ]
        for (field, names) in inputs {
            let links = nodes.flatMap { node in names.compactMap(node.link) }
            guard let link = links.first else { continue }
            let found = ComfyTexts(graph, from: link, isNegative: field == .negative)
            guard !found.places.isEmpty else { continue }
            if builder.fills(field, found.texts.joined(separator: "\n")) {
                taken.formUnion(found.places)
            }
            if found.texts.count > 1 {
                let name = field == .negative ? "negative prompt" : "prompt"
                builder.origin.notes.append(
                    "the \(found.texts.count) texts of its \(name) are read as one")
            }
            if let guidance = found.guidance, builder.fills(.guidance, guidance.text) {
                taken.insert(guidance.place)
            }
        }
    }

    /// Steps and schedule, which stand in the sampler or in a node of their own.
    private mutating func readSteps(_ sampler: ComfyNode) {
        take(.schedule, from: [sampler], ["scheduler"])
        if take(.steps, from: [sampler], ["steps"]) { return }
        let links = [sampler.link("sigmas")].compactMap(\.self)
        guard let node = graph.upstream(of: links).first(where: { $0["steps"] != nil }) else {
            return
        }
        take(.steps, from: [node], ["steps"])
        if !take(.schedule, from: [node], ["scheduler"]) {
            _ = builder.fills(.schedule, node.type.replacing("Scheduler", with: ""))
        }
    }

    private mutating func readSamplerName(_ sampler: ComfyNode) {
        let node = linked(sampler, "sampler")
        if take(.sampler, from: [sampler, node], ["sampler_name"]) { return }
        guard let node else { return }
        _ = builder.fills(.sampler, node.type.replacing("Sampler", with: ""))
    }

    /// The size of the empty latents, or of the picture that it began from.
    private mutating func readLatents(_ sampler: ComfyNode) {
        let nodes = graph.upstream(of: [sampler.link("latent_image")].compactMap(\.self))
        for node in nodes where node["width"] != nil || node["empty_latent_width"] != nil {
            let width = ["width", "empty_latent_width"].compactMap { graph.value(node, $0) }.first
            let height = ["height", "empty_latent_height"].compactMap { graph.value(node, $0) }
                .first
            guard let width, let height,
                builder.fills(.size, width.text + "x" + height.text)
            else { continue }
            taken.formUnion([width.place, height.place])
            break
        }
        let isFromPicture = nodes.contains {
            $0.type.hasPrefix("LoadImage") || $0.type.hasPrefix("VAEEncode")
        }
        if isFromPicture { builder.origin.notes.append(OriginNotes.imageToImage) }
    }

    private mutating func readModel(_ nodes: [ComfyNode]) {
        let files = ["ckpt_name", "unet_name", "gguf_name", "model_name", "base_ckpt_name"]
        let links = nodes.compactMap { $0.link("model") ?? $0.link("basic_pipe") }
        let loaders = graph.upstream(of: links) { node in
            !files.contains { node[$0] != nil }
        }
        take(.model, from: loaders, files)
    }

    /// What the sampler leaves undone, or does in part.
    private mutating func addLimits(_ sampler: ComfyNode) {
        if let end = graph.value(sampler, "end_at_step").flatMap({ Numbers.whole($0.text) }),
            let steps = builder.origin.steps, end < steps
        {
            builder.origin.notes.append("its first pass ends after step \(end) of \(steps)")
        }
        let denoise = graph.value(sampler, "denoise").flatMap { Numbers.finite($0.text) }
        if let denoise, denoise < 1, !builder.origin.notes.contains(OriginNotes.imageToImage) {
            builder.origin.notes.append(OriginNotes.imageToImage)
        }
    }

    /// Every value that became no field, by its node's kind and its own name (`VAELoader.vae_name`).
    private mutating func addOthers() {
        for node in graph.nodes {
            for input in node.inputs {
                let place = ComfyPlace(node: node.id, input: input.name)
                guard !taken.contains(place), ComfyLink(input.value) == nil, input.value != .null
                else { continue }
                builder.origin.others.append(
                    OriginPair(name: "\(node.type).\(input.name)", text: input.value.text))
            }
        }
    }
}

extension PictureOrigin {
    /// Reads ComfyUI's `prompt`; where there is only `workflow`, which draws the graph, nothing but the tool is known.
    static func comfyUI(_ texts: OriginTexts) -> PictureOrigin? {
        if let graph = texts["prompt"].flatMap(ComfyGraph.init) {
            return ComfyReader(graph).read()
        }
        guard let workflow = texts["workflow"].flatMap(JSONValue.init),
            workflow["nodes"]?.elements != nil
        else { return nil }
        var origin = PictureOrigin(tool: .comfyUI)
        origin.notes = ["the file holds the drawing of a graph without the values that were used"]
        return origin
    }
}
