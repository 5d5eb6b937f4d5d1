import CommandLanguage
import Generation
import Images

extension CellResult {
    /// The lines that record this result.
    var lines: [String] {
        switch self {
        case .model(let engine, let easel): [Self.line(engine, easel: easel).text]
        case .weights(let digest): [ResultLine("weights", digest).text]
        case .image(let image): [Self.imageLine(image).text, Self.requestLine(image.picture).text]
        case .error(let message): [ResultLine("error", message).text]
        case .interrupted: [ResultLine("interrupted").text]
        case .other(let line): [line]
        }
    }

    private static func line(_ engine: EngineIdentity, easel: String) -> ResultLine {
        var line = ResultLine("model", engine.model)
        line.add("family", engine.family)
        line.add("source", engine.source)
        line.add("revision", engine.revision)
        line.add("precision", engine.precision)
        line.add("device", engine.device)
        line.add("arithmetic", engine.arithmetic)
        line.add("easel", easel)
        return line
    }

    private static func imageLine(_ image: ImageRecord) -> ResultLine {
        let picture = image.picture
        var line = ResultLine("image", String(image.number))
        line.add("file", image.file)
        line.add("size", picture.request.size)
        line.add("seed", picture.request.isSampled ? picture.request.seed : nil)
        line.add("partial", picture.partial.map { "\($0.step)/\($0.total)" })
        line.add("pixels", picture.pixels)
        line.add("seconds", decimals(picture.seconds))
        return line
    }

    private static func requestLine(_ picture: PictureRecord) -> ResultLine {
        let request = picture.request
        var line = ResultLine("request", request.prompt)
        line.add("negative", request.negative)
        // A model that makes pictures in no steps has zeros there, which are left out.
        let isStepped = request.steps != 0 || request.guidance != 0
        line.add("steps", isStepped ? request.steps : nil)
        line.add("guidance", isStepped ? Guidance(scale: request.guidance).text : nil)
        line.add("true_cfg", request.trueCFG)
        line.add("magic", request.magic)
        line.add("scheduler", request.scheduler)
        line.add("sampler", picture.scheduler.isEmpty ? nil : picture.scheduler)
        line.add("quality", request.quality)
        line.add("style", request.style)
        line.add("background", request.background)
        line.add("format", request.format)
        line.add("moderation", request.moderation)
        line.add("from", request.image?.name)
        line.add("mask", request.mask?.name)
        picture.service?.add(to: &line)
        return line
    }
}

/// Makes results of recorded lines, one after the other: what a picture was made by stands above it.
struct ResultReader {
    private var engine = EngineIdentity.unknown
    private var easel = ""

    /// Takes `line` into `results`; a line that says more of a picture changes the last of them.
    mutating func read(_ line: String, into results: inout [CellResult]) {
        guard let words = ResultLine(line) else { return results.append(.other(line)) }
        switch words.kind {
        case "model":
            engine = EngineIdentity(words)
            easel = words.pairs["easel"] ?? ""
            results.append(.model(engine, easel: easel))
        case "weights":
            engine.weights = words.subject
            results.append(words.subject.map { .weights($0) } ?? .other(line))
        case "image":
            results.append(image(words).map { .image($0) } ?? .other(line))
        case "request":
            guard case .image(var image) = results.last else { return results.append(.other(line)) }
            image.picture.complete(words)
            results[results.count - 1] = .image(image)
        case "error": results.append(.error(words.subject ?? ""))
        case "interrupted": results.append(.interrupted)
        default: results.append(.other(line))
        }
    }

    /// The numbers that a picture can have: further ones can follow.
    private static let numbers = 1...1_000_000_000

    private func image(_ words: ResultLine) -> ImageRecord? {
        let pairs = words.pairs
        guard let number = words.subject.flatMap({ Int($0) }), Self.numbers.contains(number),
            let size = pairs["size"].flatMap({ ImageSize($0) }),
            let seed = UInt64(pairs["seed"] ?? "0"), let pixels = pairs["pixels"]
        else { return nil }
        // A name that leads out of the session's folder is not followed.
        let file = pairs["file"].flatMap { $0.contains("/") || $0.hasPrefix(".") ? nil : $0 }
        let request = ImageRequest(prompt: "", seed: seed, steps: 0, guidance: 0, size: size)
        let picture = PictureRecord(
            easel: easel, request: request, engine: engine, scheduler: "", pixels: pixels,
            seconds: pairs["seconds"].flatMap { Double($0) }.flatMap { Double(decimals($0)) } ?? 0,
            partial: pairs["partial"].flatMap { StepProgress(fraction: $0) })
        return ImageRecord(number: number, file: file, picture: picture)
    }
}

extension PictureRecord {
    /// Takes over what a recorded line says of the request.
    fileprivate mutating func complete(_ words: ResultLine) {
        let pairs = words.pairs
        request.prompt = words.subject ?? ""
        request.negative = pairs["negative"]
        request.steps = pairs["steps"].flatMap { Int($0) } ?? 0
        request.guidance = pairs["guidance"].flatMap(Self.scale) ?? 0
        request.trueCFG = pairs["true_cfg"].flatMap(Self.scale)
        request.magic = pairs["magic"]
        request.scheduler = pairs["scheduler"]
        scheduler = pairs["sampler"] ?? ""
        request.quality = pairs["quality"]
        request.style = pairs["style"]
        request.background = pairs["background"]
        request.format = pairs["format"]
        request.moderation = pairs["moderation"]
        request.image = pairs["from"].map { SourceImage(name: $0, content: nil) }
        request.mask = pairs["mask"].map { SourceImage(name: $0, content: nil) }
        service = ServiceFacts(pairs)
    }

    /// The scale of guidance that `text` says; nil where it is none.
    private static func scale(_ text: String) -> Double? {
        Double(text).flatMap { Guidance.range.contains($0) ? $0 : nil }
    }
}

extension ServiceFacts {
    /// What a recorded line says of a service; nil where it says nothing.
    fileprivate init?(_ pairs: [String: String]) {
        let tokens = pairs["tokens"].flatMap { Int($0) }
        let dollars = pairs["dollars"].flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
        let pictures = pairs["shared"].flatMap { Int($0) }.flatMap { $0 > 1 ? $0 : nil }
        if pairs["revised"] == nil, tokens == nil, dollars == nil, pictures == nil { return nil }
        self.init(
            revisedPrompt: pairs["revised"], tokens: tokens, pictures: pictures ?? 1,
            dollars: dollars)
    }

    fileprivate func add(to line: inout ResultLine) {
        line.add("revised", revisedPrompt)
        line.add("tokens", tokens)
        line.add("dollars", dollars)
        line.add("shared", pictures > 1 ? pictures : nil)
    }
}

extension EngineIdentity {
    /// The engine of a picture that no model is recorded for.
    fileprivate static let unknown = EngineIdentity(
        model: "", family: "", source: "", precision: "", device: "", arithmetic: "")

    fileprivate init(_ words: ResultLine) {
        let pairs = words.pairs
        self.init(
            model: words.subject ?? "", family: pairs["family"] ?? "",
            source: pairs["source"] ?? "", precision: pairs["precision"] ?? "",
            device: pairs["device"] ?? "", arithmetic: pairs["arithmetic"] ?? "",
            revision: pairs["revision"])
    }
}

extension StepProgress {
    /// How far a picture has come that `fraction` (`7/20`) of its steps were made of.
    fileprivate init?(fraction: String) {
        let parts = fraction.split(separator: "/").compactMap { Int($0) }
        guard parts.count == 2 else { return nil }
        self.init(image: 0, step: parts[0], total: parts[1])
    }
}
