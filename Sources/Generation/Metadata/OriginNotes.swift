/// What of a picture's origin Easel does not reproduce, in a sentence each.
enum OriginNotes {
    /// Every sentence that applies, those on the prompt last.
    static func all(of origin: PictureOrigin) -> [String] {
        var notes = noise(of: origin)
        let loras = LoRANames.all(of: origin)
        if !loras.isEmpty { notes.append(LoRANames.note(loras)) }
        if isImageToImage(origin), !origin.notes.contains(imageToImage) {
            notes.append(imageToImage)
        }
        for rule in rules {
            guard let pair = origin.others.first(where: rule.applies) else { continue }
            notes.append(rule.sentence.replacing("%", with: shortened(pair.text)))
        }
        return notes + PromptSyntax.notes(on: origin)
    }

    /// The sentence for a picture that began from another.
    static let imageToImage = "it began from another picture, which is not reproduced"

    /// A value as it can stand in a sentence.
    static func shortened(_ text: String) -> String {
        let line = text.prefix { !$0.isNewline }
        return line.count > 60 ? line.prefix(59) + "…" : String(line)
    }

    private static func noise(of origin: PictureOrigin) -> [String] {
        let others = origin.others
        let isCPU =
            if origin.tool.isWebUI {
                others.first { $0.name == "RNG" }?.text == "CPU"
            } else {
                others.first { $0.name == "rand_device" }?.text.hasPrefix("cuda") != true
            }
        return isCPU || origin.seed == nil
            ? [] : ["its noise was drawn on a GPU, so the same seed gives another picture here"]
    }

    private static func isImageToImage(_ origin: PictureOrigin) -> Bool {
        let isSecondPass = origin.others.contains(where: secondPass.applies)
        return origin.others.contains { pair in
            switch pair.name.lowercased() {
            case "denoising strength": !isSecondPass
            case "init image hash", "mask blur", "init_image", "initimage": true
            case "generation_mode", "image.type", "request_type":
                ["img2img", "inpaint", "outpaint", "Image2Image", "Infill"]
                    .contains { pair.text.contains($0) }
            // Draw Things writes a strength of 1 where there was no other picture.
            case "strength": Numbers.finite(pair.text).map { $0 < 1 } ?? false
            default: false
            }
        }
    }
}

extension OriginNotes {
    /// A sentence for pairs of certain names; `%` in it becomes the value.
    private struct Rule {
        let names: Set<String>
        let prefixes: [String]
        let sentence: String
        /// Values that say that there is nothing of the kind, besides those that always do.
        let harmless: Set<String>

        init(
            _ names: Set<String>, prefixes: [String] = [], harmless: Set<String> = [],
            _ sentence: String
        ) {
            self.names = names
            self.prefixes = prefixes
            self.harmless = harmless
            self.sentence = sentence
        }

        private static let nothing: Set<String> = [
            "", "0", "0.0", "false", "none", "[]", "{}", "null",
        ]

        /// Whether a pair's name, or the part after its last dot, is one of the names, and its value says something.
        func applies(to pair: OriginPair) -> Bool {
            let name = pair.name.lowercased()
            let last = name.split(separator: ".").last.map(String.init) ?? name
            let isNamed =
                names.contains(name) || names.contains(last)
                || prefixes.contains { name.hasPrefix($0) || last.hasPrefix($0) }
            let value = pair.text.lowercased()
            return isNamed && !Self.nothing.contains(value) && !harmless.contains(value)
        }
    }

    private static let secondPass = Rule(
        ["hires_fix", "hrf_enabled", "hiresfix", "first pass size"],
        prefixes: ["hires upscale", "hires steps", "hires resize"],
        "its second pass at a higher resolution is not reproduced")

    private static let rules = [
        secondPass,
        Rule(
            ["clip skip", "clip_skip", "stop_at_clip_layer"], harmless: ["1", "-1"],
            "its CLIP skip (`%`) is not reproduced"),
        Rule(
            ["vae", "vae.name", "vae.model_name", "use_vae_model"],
            harmless: ["automatic", "default", "default (model)"],
            "its VAE `%` is not loaded, the model's own is used"),
        Rule(
            ["control_net_name", "controlnets", "use_controlnet_model"],
            prefixes: ["controlnet"], "ControlNet is not applied"),
        Rule(
            ["ipadapters", "ipadapter_file", "ref_images", "t2iadapters"],
            "its reference pictures (IP-Adapter) are not applied"),
        Rule(["refiner"], prefixes: ["refiner_model"], "its refiner is not applied"),
        Rule(["face restoration", "use_face_correction"], "face restoration is not applied"),
        Rule([], prefixes: ["adetailer model"], "what ADetailer painted again is not reproduced"),
        Rule(
            ["variation seed strength", "variationseedstrength"],
            "its variation seed is not reproduced"),
        Rule(
            ["ensd", "eta noise seed delta"],
            "its offset of the noise's seed (ENSD) is not reproduced"),
        Rule(
            ["tiling", "seamless", "seamless_x", "seamless_y", "seamlesstileable"],
            "tiling is not reproduced"),
        Rule(["styles"], "its styles are not applied: `%`"),
        Rule(["hypernet", "use_hypernetwork_model"], "its hypernetwork `%` is not applied"),
        Rule(["ti hashes"], "embeddings (textual inversion) are read as plain text"),
    ]
}
