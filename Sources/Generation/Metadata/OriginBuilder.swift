/// Gathers a picture's origin from named texts: what a field can hold goes there, all else is kept as it is.
struct OriginBuilder {
    /// What is known so far.
    var origin: PictureOrigin
    private var width: OriginPair?
    private var height: OriginPair?

    /// The fields of an origin that a text can fill.
    enum Field: Sendable {
        case prompt, negative, seed, steps, guidance, size, width, height, sampler, schedule, model
        case modelHash, version
    }

    /// Nothing is known but the tool.
    init(tool: PictureOrigin.Tool) {
        origin = PictureOrigin(tool: tool)
    }

    /// Puts pairs into the fields that `fields` gives their names, and the rest to the others.
    ///
    /// A model that takes the guidance scale as an input (FLUX) has a pair of its own for it, and 1 where others have
    /// theirs; the names in `distilled` are such, and go before.
    mutating func add(
        _ pairs: [OriginPair], _ fields: [String: Field], distilled: Set<String> = []
    ) {
        let first = pairs.filter { distilled.contains($0.name) }
        for pair in first + pairs.filter({ !distilled.contains($0.name) }) {
            if let field = fields[pair.name], store(field, pair) { continue }
            origin.others.append(pair)
        }
    }

    /// Whether a field took a text that belongs nowhere else.
    mutating func fills(_ field: Field, _ text: String) -> Bool {
        store(field, OriginPair(name: "", text: text))
    }

    /// Fills a field, or keeps the pair among the others where it does not fit or the field is taken.
    mutating func set(_ field: Field, _ name: String, _ text: String) {
        let pair = OriginPair(name: name, text: text)
        if !store(field, pair) { origin.others.append(pair) }
    }

    /// The finished origin, with Easel's name for the scheduler and notes on what is not reproduced.
    consuming func finish() -> PictureOrigin {
        joinSides()
        if let sampler = origin.sampler { name(sampler) }
        origin.notes += OriginNotes.all(of: origin)
        return origin
    }

    private mutating func name(_ sampler: String) {
        let match = SchedulerName.match(
            sampler: sampler, schedule: origin.schedule, hasAutomaticKarras: origin.tool.isWebUI)
        origin.scheduler = match?.name
        if let match {
            origin.notes += [match.note].compactMap(\.self)
        } else {
            origin.notes.append("its sampler `\(sampler)` is not among Easel's schedulers")
        }
    }

    /// Whether a field took the text.
    private mutating func store(_ field: Field, _ pair: OriginPair) -> Bool {
        let text = pair.text
        switch field {
        case .prompt: return Self.fill(&origin.prompt, text)
        case .negative: return Self.fill(&origin.negative, text)
        case .seed: return Self.fill(&origin.seed, Numbers.whole(text))
        case .steps:
            return Self.fill(&origin.steps, Numbers.whole(text).flatMap(Numbers.steps))
        case .guidance: return Self.fill(&origin.guidance, Numbers.finite(text))
        case .size: return Self.fill(&origin.size, Numbers.size(text))
        case .width: return Numbers.side(text) != nil && Self.fill(&width, pair)
        case .height: return Numbers.side(text) != nil && Self.fill(&height, pair)
        case .sampler: return !text.isEmpty && Self.fill(&origin.sampler, text)
        case .schedule: return !text.isEmpty && Self.fill(&origin.schedule, text)
        case .model: return !text.isEmpty && Self.fill(&origin.model, text)
        case .modelHash: return !text.isEmpty && Self.fill(&origin.modelHash, text)
        case .version: return !text.isEmpty && Self.fill(&origin.version, text)
        }
    }

    private static func fill<Value>(_ field: inout Value?, _ value: Value?) -> Bool {
        guard field == nil, let value else { return false }
        field = value
        return true
    }

    /// A size of both sides; a side without the other stays a pair.
    private mutating func joinSides() {
        if origin.size == nil, let width, let height, let w = Numbers.side(width.text),
            let h = Numbers.side(height.text)
        {
            origin.size = ImageSize(width: w, height: h)
        } else {
            origin.others += [width, height].compactMap(\.self)
        }
    }
}

/// Numbers as tools write them, within what a picture can have.
enum Numbers {
    /// A whole number of 64 bits, also where it is written as 42.0.
    static func whole(_ text: String) -> UInt64? {
        if let number = UInt64(text) { return number }
        guard let number = finite(text), number <= 9_007_199_254_740_992 else { return nil }
        return UInt64(exactly: number)
    }

    /// A number that is neither infinite nor none.
    static func finite(_ text: String) -> Double? {
        guard let number = Double(text), number.isFinite else { return nil }
        return number
    }

    /// A number of steps, at most a million.
    static func steps(_ number: UInt64) -> Int? {
        (1...1_000_000).contains(number) ? Int(number) : nil
    }

    /// A side of a picture, at most the 65,536 pixels that a PNG file is read with.
    static func side(_ text: String) -> Int? {
        whole(text).flatMap { (1...65_536).contains($0) ? Int($0) : nil }
    }

    /// Two sides, `512x768`.
    static func size(_ text: String) -> ImageSize? {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false)
        guard sides.count == 2, let width = side(String(sides[0])),
            let height = side(String(sides[1]))
        else { return nil }
        return ImageSize(width: width, height: height)
    }
}
