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
        var values = settings
        for change in changes {
            values[change.setting.name] = change.value
            noteUnused(change.setting, by: engine)
        }
        settleSize(&values, changes)
        for setting in Settings.ofPictures {
            // What a model ignores has no place in the record of its pictures.
            if !engine.settings.honoured.contains(setting.name) { values[setting.name] = nil }
            if let value = values[setting.name] { try setting.check(value, against: engine) }
        }
        return ImageRequest(
            prompt: prompt, negative: values[Settings.negative]?.text,
            seed: seed(values[Settings.seed]),
            steps: values[Settings.steps]?.number ?? engine.settings.steps,
            guidance: values[Settings.guidance]?.scale ?? engine.settings.guidance,
            trueCFG: values[Settings.trueCFG]?.scale, magic: values[Settings.magic]?.language,
            size: size(values, of: engine.settings),
            scheduler: values[Settings.scheduler]?.text,
            count: values[Settings.n]?.number ?? 1)
    }

    /// Lets a size or a shape that is given for one picture count before the other, which is set.
    private func settleSize(_ values: inout SettingValues, _ changes: [Assignment]) {
        let changed = Set(changes.map(\.setting.name))
        guard changed.contains(Settings.aspect.name) else { return }
        if changed.contains(Settings.size.name) {
            console.note("aspect is ignored, since size says more")
        } else {
            values[Settings.size] = nil
        }
    }

    /// The size that is set; else the one for the shape that is set; else the model's.
    private func size(_ values: SettingValues, of model: EngineSettings) -> ImageSize {
        if let size = values[Settings.size] { return size }
        let aspect = model.aspects.first { $0.name == values[Settings.aspect]?.text }
        return aspect?.size ?? model.size
    }

    private func noteUnused(_ setting: any SettingDeclaration, by engine: any Engine) {
        guard !engine.settings.honoured.contains(setting.name) else { return }
        console.note("\(engine.identity.model) ignores \(setting.name)")
    }

    private func seed(_ seed: Seed?) -> UInt64 {
        switch seed {
        case .number(let number): number
        case .random, nil: drawSeed()
        }
    }

    /// Makes the pictures of a request, numbers them, and says what each is.
    package func make(_ request: ImageRequest, with engine: any Engine) async throws {
        // Said before the first step, so that a picture that is interrupted can be made again.
        console.note("seed \(request.seed)")
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
            case .step(let step): showProgress(step, of: request.count)
            case .preview(let preview):
                let size = request.size
                previews?.show(preview.pixels, asLargeAs: (size.width, size.height))
            case .decoding: break
            case .note(let text):
                previews?.remove()
                console.note(text)
            case .image(let picture), .partial(let picture):
                previews?.remove()
                try await add(picture)
            }
        }
        try Task.checkCancellation()
    }

    /// How pictures are shown.
    var displayMethod: DisplayMethod { settings[Settings.display] ?? .auto }

    private func showProgress(_ step: StepProgress, of count: Int) {
        let label =
            count == 1
            ? "image \(nextNumber)"
            : "image \(nextNumber) (\(step.image + 1)/\(count))"
        console.progress(label, .steps(done: step.step, total: step.total))
    }

    private func add(_ picture: GeneratedImage) async throws {
        var record = PictureRecord(picture)
        // Asked here and not of the task that began with the load, so that Ctrl-C ends the wait.
        record.engine.weights = (try? await engine?.weightsDigest()) ?? nil
        try RunningCommand.checkAbandonment()
        let image = keep(record, picture.pixels)
        if let digest = record.engine.weights, digest != recordedWeights {
            recorder.add(.weights(digest))
            recordedWeights = digest
        }
        recorder.add(.image(image))
        console.result(image.line)
    }

    /// Numbers a picture, and writes it beside the session's file.
    private func keep(_ record: PictureRecord, _ pixels: RGBImage) -> ImageRecord {
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
            }
        } catch {
            console.error(error, in: nil)
            console.note(
                "image \(number) is in memory alone; `save $\(number)` writes it elsewhere")
        }
        pictures.append(Picture(number: number, record: record, pixels: pixels, path: path))
        return ImageRecord(number: number, file: name, picture: record)
    }
}

extension ImageRecord {
    /// What a picture is, in one line.
    var line: String {
        let request = picture.request
        let partial = picture.partial.map { " · partial, \($0.step) of \($0.total) steps" }
        return "image \(number) · \(request.size) · seed \(request.seed) · "
            + "\(decimals(picture.seconds)) s\(partial ?? "")"
    }
}
