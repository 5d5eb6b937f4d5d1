extension PictureOrigin {
    /// Reads Easel's own record.
    static func easel(_ texts: OriginTexts) -> PictureOrigin? {
        guard let record = texts[PictureRecord.keyword].flatMap(PictureRecord.init(json:)) else {
            return nil
        }
        let request = record.request
        var origin = PictureOrigin(tool: .easel)
        origin.version = record.easel
        origin.prompt = request.prompt
        origin.negative = request.negative
        origin.seed = request.seed
        origin.steps = request.steps
        origin.guidance = request.guidance
        origin.size = request.size
        origin.sampler = record.scheduler
        origin.scheduler = request.scheduler ?? SchedulerName.shortName(of: record.scheduler)
        origin.model = record.engine.model
        origin.record = record
        origin.others = [
            ("source", record.engine.source), ("family", record.engine.family),
            ("precision", record.engine.precision), ("device", record.engine.device),
            ("arithmetic", record.engine.arithmetic), ("pixels", record.pixels),
            ("seconds", "\(record.seconds)"),
        ].map { OriginPair(name: $0.0, text: $0.1) }
        return origin
    }

    /// Reads NovelAI's texts: a description, and JSON in the comment.
    static func novelAI(_ texts: OriginTexts) -> PictureOrigin? {
        guard texts["Software"] == "NovelAI",
            let json = texts["Comment"].flatMap(JSONValue.init), json.members != nil
        else { return nil }
        var builder = OriginBuilder(tool: .novelAI)
        if json["prompt"] == nil, let description = texts["Description"] {
            builder.set(.prompt, "Description", description)
        }
        // `NovelAI Diffusion V4.5 4BB8B1D7`: the model and its hash.
        if let source = texts["Source"] {
            let words = source.split(separator: " ")
            let hash = words.last.flatMap {
                $0.count == 8 && $0.allSatisfy(\.isHexDigit) ? $0 : nil
            }
            builder.set(
                .model, "Source", words.dropLast(hash == nil ? 0 : 1).joined(separator: " "))
            if let hash { builder.set(.modelHash, "Source", String(hash)) }
        }
        builder.add(json.flattened, novelAIFields)
        return builder.finish()
    }

    private static let novelAIFields: [String: OriginBuilder.Field] = [
        "prompt": .prompt, "uc": .negative, "steps": .steps, "seed": .seed, "scale": .guidance,
        "width": .width, "height": .height, "sampler": .sampler, "noise_schedule": .schedule,
        "v4_negative_prompt.caption.base_caption": .negative,
    ]

    /// Reads the JSON of SwarmUI; nil where it is another tool's.
    static func swarmUI(_ json: JSONValue) -> PictureOrigin? {
        guard json["sui_image_params"]?.members != nil else { return nil }
        var builder = OriginBuilder(tool: .swarmUI)
        let prefix = "sui_image_params."
        let pairs = json.flattened.map {
            OriginPair(name: $0.name.replacing(prefix, with: "", maxReplacements: 1), text: $0.text)
        }
        builder.add(pairs, swarmUIFields, distilled: ["fluxguidancescale"])
        return builder.finish()
    }

    private static let swarmUIFields: [String: OriginBuilder.Field] = [
        "prompt": .prompt, "negativeprompt": .negative, "model": .model, "seed": .seed,
        "steps": .steps, "fluxguidancescale": .guidance, "cfgscale": .guidance, "width": .width,
        "height": .height, "sampler": .sampler, "scheduler": .schedule, "swarm_version": .version,
    ]

    /// Reads the JSON of Fooocus; nil where it is another tool's.
    static func fooocus(_ json: JSONValue) -> PictureOrigin? {
        guard json["prompt"] != nil, json["base_model"] != nil else { return nil }
        var builder = OriginBuilder(tool: .fooocus)
        builder.add(json.flattened.map(withSidesAsSize), fooocusFields)
        return builder.finish()
    }

    /// Reads the comment in which Fooocus' older forks write their JSON.
    static func commentOfFooocus(_ texts: OriginTexts) -> PictureOrigin? {
        texts["Comment"].flatMap(JSONValue.init).flatMap(fooocus)
    }

    /// Fooocus writes sizes as Python shows them: `(1152, 896)`.
    private static func withSidesAsSize(_ pair: OriginPair) -> OriginPair {
        guard pair.name == "resolution" else { return pair }
        let sides = pair.text.split { !$0.isNumber }
        guard sides.count == 2 else { return pair }
        return OriginPair(name: pair.name, text: sides.joined(separator: "x"))
    }

    private static let fooocusFields: [String: OriginBuilder.Field] = [
        "prompt": .prompt, "negative_prompt": .negative, "steps": .steps, "seed": .seed,
        "guidance_scale": .guidance, "cfg": .guidance, "resolution": .size, "width": .width,
        "height": .height, "sampler": .sampler, "scheduler": .schedule, "base_model": .model,
        "base_model_hash": .modelHash, "version": .version,
    ]

    /// Reads Easy Diffusion's texts, of which each holds one value.
    static func easyDiffusion(_ texts: OriginTexts) -> PictureOrigin? {
        guard texts["num_inference_steps"] != nil || texts["Guidance Scale"] != nil else {
            return nil
        }
        var builder = OriginBuilder(tool: .easyDiffusion)
        builder.add(texts.all, easyDiffusionFields)
        return builder.finish()
    }

    private static let easyDiffusionFields: [String: OriginBuilder.Field] = [
        "prompt": .prompt, "Prompt": .prompt, "negative_prompt": .negative,
        "Negative Prompt": .negative, "seed": .seed, "Seed": .seed,
        "num_inference_steps": .steps, "Steps": .steps, "guidance_scale": .guidance,
        "Guidance Scale": .guidance, "width": .width, "Width": .width, "height": .height,
        "Height": .height, "sampler_name": .sampler, "Sampler": .sampler,
        "use_stable_diffusion_model": .model, "Stable Diffusion model": .model,
    ]
}

extension PictureOrigin {
    /// Reads Draw Things' JSON, which stands in the user comment of Adobe's XML.
    static func drawThings(_ texts: OriginTexts) -> PictureOrigin? {
        guard let xml = texts["XML:com.adobe.xmp"],
            let tag = xml.firstRange(of: "exif:UserComment"),
            let open = xml[tag.upperBound...].firstIndex(of: "{"),
            let close = xml[open...].firstRange(of: "</rdf:li>"),
            let json = JSONValue(withoutEntities(xml[open..<close.lowerBound])), json["c"] != nil
        else { return nil }
        var builder = OriginBuilder(tool: .drawThings)
        builder.add(json.flattened, drawThingsFields)
        return builder.finish()
    }

    private static let drawThingsFields: [String: OriginBuilder.Field] = [
        "c": .prompt, "uc": .negative, "model": .model, "sampler": .sampler, "seed": .seed,
        "scale": .guidance, "steps": .steps, "size": .size,
    ]

    /// Text as it was before it was put into XML.
    private static func withoutEntities(_ text: Substring) -> String {
        var text = String(text)
        for (entity, meaning) in [
            ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&#xA;", "\n"), ("&lt;", "<"),
            ("&gt;", ">"), ("&amp;", "&"),
        ] {
            text = text.replacing(entity, with: meaning)
        }
        return text
    }
}
