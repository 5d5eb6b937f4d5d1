import Generation
import Images

/// The events of a request to a service: it is sent when the first one is asked for, and pictures are decoded one by one.
struct RemotePictures: AsyncSequence, Sendable {
    typealias Element = GenerationEvent
    typealias Failure = any Error

    let request: ImageRequest
    let model: RemoteModel
    let identity: EngineIdentity
    let client: ImagesClient
    let partials: Int?
    let wantsPreviews: Bool

    /// Something that happened while the service worked.
    enum Arrival: Sendable {
        case note(String)
        case preview(TemporaryFile, number: Int)
        case answer(ImagesClient.Outcome)
    }

    func makeAsyncIterator() -> Iterator { Iterator(pictures: self) }

    struct Iterator: AsyncIteratorProtocol {
        private let pictures: RemotePictures
        private let start = ContinuousClock.now
        private var arrivals: AsyncThrowingStream<Arrival, any Error>.Iterator?
        private var waiting: [GenerationEvent] = []
        private var received: [ImagesClient.ReceivedPicture] = []
        private var outcome = ImagesClient.Outcome()
        private var began: ContinuousClock.Instant
        private var made = 0

        init(pictures: RemotePictures) {
            self.pictures = pictures
            began = start
            // A picture may take minutes, in which nothing comes: that it is being made is to be seen.
            waiting = [
                .step(StepProgress(image: 0, step: 0, total: (pictures.partials ?? 0) + 1))
            ]
        }

        mutating func next() async throws -> GenerationEvent? {
            while waiting.isEmpty {
                try Task.checkCancellation()
                if !received.isEmpty {
                    waiting = try decodeNext()
                    continue
                }
                var iterator = arrivals ?? pictures.arrivals().makeAsyncIterator()
                let arrival = try await iterator.next()
                arrivals = iterator
                guard let arrival else {
                    try Task.checkCancellation()
                    return nil
                }
                take(arrival)
            }
            return waiting.removeFirst()
        }

        private mutating func take(_ arrival: Arrival) {
            switch arrival {
            case .note(let text): waiting = [.note(text)]
            case .preview(let file, let number): waiting = pictures.preview(file, number)
            case .answer(let answer):
                outcome = answer
                received = answer.pictures
                if let note = pictures.priceNote(answer) { waiting = [.note(note)] }
            }
        }

        private mutating func decodeNext() throws -> [GenerationEvent] {
            let picture = received.removeFirst()
            let (image, notes) = try pictures.picture(
                picture, made, outcome, seconds: (.now - began) / .seconds(1))
            made += 1
            began = .now
            return notes.map { .note($0) } + [.image(image)]
        }
    }

    /// Sends the request, and gives what happens.
    private func arrivals() -> AsyncThrowingStream<Arrival, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    if wantsPreviews, partials == nil, model.partials != nil {
                        continuation.yield(.note("previews come for one picture at a time"))
                    }
                    let sent = try ImagesRequest(request, for: model, partials: partials)
                    let outcome = try await client.make(
                        sent, with: model, count: request.count,
                        preview: { continuation.yield(.preview($0, number: $1)) },
                        note: { continuation.yield(.note($0)) })
                    continuation.yield(.answer(outcome))
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// What is shown of an unfinished picture; one that cannot be read is not missed.
    private func preview(_ file: TemporaryFile, _ number: Int) -> [GenerationEvent] {
        guard let bytes = try? file.contents(), let pixels = try? PictureFile.decode(bytes) else {
            return []
        }
        let total = (partials ?? 0) + 1
        let progress = StepProgress(image: 0, step: Swift.min(number + 1, total), total: total)
        return [.step(progress), .preview(Preview(progress: progress, pixels: pixels))]
    }

    /// The picture that a file holds, and what must be said of it.
    private func picture(
        _ received: ImagesClient.ReceivedPicture, _ number: Int, _ outcome: ImagesClient.Outcome,
        seconds: Double
    ) throws -> (GeneratedImage, notes: [String]) {
        let bytes = try received.file.contents()
        let claimed = outcome.format ?? request.format ?? "png"
        guard let kind = PictureFile.Kind(bytes) else {
            throw RemoteError.noPicture(claimed: claimed, request: outcome.request)
        }
        let pixels: RGBImage
        do {
            pixels = try PictureFile.decode(bytes)
        } catch {
            throw RemoteError.badPicture(reason: error.message, request: outcome.request)
        }
        var notes: [String] = []
        if kind.rawValue != claimed {
            notes.append("the service says \(claimed), and sent \(kind.name)")
        }
        var request = request
        request.count = 1
        request.size = ImageSize(width: pixels.width, height: pixels.height)
        if request.size != self.request.size {
            notes.append("the service made \(request.size) in the place of \(self.request.size)")
        }
        let revised = received.revisedPrompt.flatMap { $0 == request.prompt ? nil : $0 }
        if let revised {
            notes.append(
                "the service changed the prompt to: \(Masking.shown(revised, key: nil, limit: 500))"
            )
        }
        let image = GeneratedImage(
            pixels: pixels, request: request, engine: identity, seconds: seconds, scheduler: "",
            service: facts(outcome, revised),
            original: kind != .png || request.background == "transparent" ? bytes : nil)
        return (image, notes)
    }

    private func facts(_ outcome: ImagesClient.Outcome, _ revised: String?) -> ServiceFacts {
        let tokens = outcome.usage.map { $0.text + $0.image + $0.output }
        return ServiceFacts(
            revisedPrompt: revised.map {
                Masking.shown($0, key: client.server.credentials?.key, limit: 4000)
            },
            tokens: tokens, pictures: outcome.pictures.count, dollars: dollars(outcome))
    }

    /// What the answer cost, as far as the table tells; other servers have prices of their own.
    private func dollars(_ outcome: ImagesClient.Outcome) -> Double? {
        guard client.server.isOpenAI, let price = model.price, let usage = outcome.usage else {
            return nil
        }
        return price.dollars(text: usage.text, image: usage.image, output: usage.output)
    }

    /// What the answer cost, in a line; nil where the service does not say.
    private func priceNote(_ outcome: ImagesClient.Outcome) -> String? {
        guard let usage = outcome.usage else { return nil }
        let tokens =
            "\(usage.text + usage.image + usage.output) tokens (\(usage.output) of pictures)"
        guard let dollars = dollars(outcome) else { return tokens }
        return "\(tokens), about \(Price.text(dollars)) by the prices of \(Price.date)"
    }
}
