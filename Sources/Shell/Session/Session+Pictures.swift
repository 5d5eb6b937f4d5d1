import CommandLanguage
package import Generation
import Images
import Terminal

extension Session {
    /// The request for `prompt` with the settings as they are, except for those in `changes`.
    package func request(
        _ prompt: String, _ changes: [Assignment], for engine: any Engine
    ) throws -> ImageRequest {
        try check(changes)
        noteUnused(changes, by: engine)
        return try request(prompt, settings.applying(changes), for: engine)
    }

    /// The request for `prompt` with those of `values` that the engine honours.
    func request(
        _ prompt: String, _ values: SettingValues, for engine: any Engine
    ) throws -> ImageRequest {
        var values = values
        for setting in Settings.ofPictures {
            // What a model ignores has no place in the record of its pictures.
            if !engine.settings.honoured.contains(setting.name) { values[setting.name] = nil }
            if let value = values[setting.name] { try setting.check(value, against: engine) }
        }
        return ImageRequest(
            prompt: prompt, negative: values[Settings.negative]?.text,
            seed: engine.settings.isSampled ? seed(values[Settings.seed]) : 0,
            steps: values[Settings.steps]?.number ?? engine.settings.steps,
            guidance: values[Settings.guidance]?.scale ?? engine.settings.guidance,
            trueCFG: values[Settings.trueCFG]?.scale, magic: values[Settings.magic]?.language,
            size: size(values, of: engine.settings),
            scheduler: values[Settings.scheduler]?.text,
            count: values[Settings.n]?.number ?? 1, quality: values[Settings.quality]?.text,
            style: values[Settings.style]?.text, background: values[Settings.background]?.text,
            format: values[Settings.format]?.text, moderation: values[Settings.moderation]?.text)
    }

    /// The size that is set; else the one for the shape that is set; else the model's.
    private func size(_ values: SettingValues, of model: EngineSettings) -> ImageSize {
        if let size = values[Settings.size] { return size }
        let aspect = model.aspects.first { $0.name == values[Settings.aspect]?.text }
        return aspect?.size ?? model.size
    }

    /// Says which of the changes that were asked for make no difference.
    func noteUnused(_ changes: [Assignment], by engine: any Engine) {
        for change in changes where !engine.settings.honoured.contains(change.setting.name) {
            console.note("\(engine.identity.model) ignores \(change.setting.name)")
        }
        let names = Set(changes.map(\.setting.name))
        if names.isSuperset(of: [Settings.size.name, Settings.aspect.name]) {
            console.note("aspect is ignored, since size says more")
        }
    }

    /// The number that `seed` stands for, which is drawn where it is `random`.
    func seed(_ seed: Seed?) -> UInt64 {
        switch seed {
        case .number(let number): number
        case .random, nil: drawSeed()
        }
    }

    /// Makes the pictures of a request, numbers them, and says what each is; `part` tells which one of several it is.
    package func make(
        _ request: ImageRequest, with engine: any Engine, as part: SeriesPart? = nil
    ) async throws {
        if isAtLastNumber { return }
        // Said before the first step, so that a picture that is interrupted can be made again.
        if part == nil, request.isSampled { console.note("seed \(request.seed)") }
        let interval = settings[Settings.preview]?.count
        let previews = interval.flatMap { _ in console.previews(by: displayMethod) }
        defer {
            previews?.remove()
            console.endProgress()
        }
        for try await event in engine.generate(
            request, previewEvery: previews == nil ? nil : interval)
        {
            try RunningCommand.checkAbandonment()
            switch event {
            case .step(let step): showProgress(step, of: request.count, part)
            case .preview(let preview):
                let size = request.size
                previews?.show(preview.pixels, asLargeAs: (size.width, size.height))
            case .decoding: break
            case .note(let text):
                previews?.remove()
                console.note(text)
            case .image(let picture), .partial(let picture):
                previews?.remove()
                try await add(picture, part)
                if isAtLastNumber { return }
            }
        }
        try Task.checkCancellation()
    }

    /// How pictures are shown.
    var displayMethod: DisplayMethod { settings[Settings.display] ?? .auto }

    private var isAtLastNumber: Bool { lastNumber.map { nextNumber > $0 } ?? false }

    private func showProgress(_ step: StepProgress, of count: Int, _ part: SeriesPart?) {
        let (number, count) = part.map { ($0.number, $0.count) } ?? (step.image + 1, count)
        let label =
            count == 1 ? "image \(nextNumber)" : "image \(nextNumber) (\(number)/\(count))"
        console.progress(label, .steps(done: step.step, total: step.total))
    }

    private func add(_ picture: GeneratedImage, _ part: SeriesPart?) async throws {
        var record = PictureRecord(picture)
        // Asked here and not of the task that began with the load, so that Ctrl-C ends the wait.
        record.engine.weights = (try? await engine?.weightsDigest()) ?? nil
        try RunningCommand.checkAbandonment()
        let image = keep(record, picture.pixels, original: picture.original)
        if let digest = record.engine.weights, digest != recordedWeights {
            recorder.add(.weights(digest))
            recordedWeights = digest
        }
        recorder.add(.image(image))
        console.result(image.line + (part.map { " · " + $0.label } ?? ""))
    }

    /// Numbers a picture, and writes it beside the session's file.
    private func keep(
        _ record: PictureRecord, _ pixels: RGBImage, original: [UInt8]?
    ) -> ImageRecord {
        let number = nextNumber
        nextNumber += 1
        var name: String?
        var path: String?
        do {
            if let folder = try recorder.pictureFolder() {
                let file = "\(slug(record.request.prompt))-\(number).png"
                let whole = "\(folder)/\(file)"
                try PNGFile.write(pixels, text: record.pngText(), to: whole)
                (name, path) = (file, whole)
                try keepOriginal(original, beside: whole)
            } else if record.request.background == "transparent" {
                console.note("what is transparent is kept where the session is recorded alone")
            }
        } catch {
            console.error(error, in: nil)
            console.note(
                "image \(number) is in memory alone; `save $\(number)` writes it elsewhere")
        }
        pictures.append(Picture(number: number, record: record, pixels: pixels, path: path))
        return ImageRecord(number: number, file: name, picture: record)
    }

    /// Writes the file that a service sent, which holds more than pixels, beside the picture.
    private func keepOriginal(_ bytes: [UInt8]?, beside path: String) throws {
        guard let bytes, let kind = PictureFile.Kind(bytes) else { return }
        let original = "\(path.dropLast(".png".count)).original.\(kind.rawValue)"
        try AtomicFile.write(bytes, to: original)
        console.note("as it was sent: \(original)")
    }
}

/// Which one it is of several requests that a command makes.
package struct SeriesPart: Hashable, Sendable {
    /// Its place, from 1.
    var number: Int
    /// How many there are.
    var count: Int
    /// What sets it apart from the others.
    var label: String
}

extension ImageRecord {
    /// What a picture is, in one line.
    var line: String {
        let request = picture.request
        let partial = picture.partial.map { " · partial, \($0.step) of \($0.total) steps" }
        let seed = request.isSampled ? " · seed \(request.seed)" : ""
        return "image \(number) · \(request.size)\(seed) · "
            + "\(decimals(picture.seconds)) s\(partial ?? "")"
    }
}
