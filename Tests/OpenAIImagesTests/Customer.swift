import Generation
import HTTP
import Images
import OpenAIImages
import TestSupport

/// Somebody with an engine at a stand-in.
struct Customer {
    let standIn: StandInOpenAI
    let engine: OpenAIEngine

    init(
        _ model: String = "gpt-image",
        limits: HTTPLimits = HTTPLimits(connecting: 30, stalling: nil),
        environment: [String: String] = [:]
    ) async throws {
        standIn = try StandInOpenAI()
        let loader = OpenAILoader(
            environment: standIn.environment.merging(environment) { $1 }, limits: limits,
            policy: RetryPolicy(firstDelay: 0.001))
        engine = try await loader.load(LoadRequest(model: model)) { _ in }
    }

    /// What comes of a request.
    struct Events {
        var notes: [String] = []
        var previews: [Preview] = []
        var pictures: [GeneratedImage] = []
    }

    /// A request as the shell would make it.
    func request(_ prompt: String) -> ImageRequest {
        ImageRequest(prompt: prompt, seed: 0, steps: 0, guidance: 0, size: engine.settings.size)
    }

    /// Makes what a prompt says.
    func make(_ prompt: String) async throws -> Events { try await make(request(prompt)) }

    /// Makes what a request says.
    func make(_ request: ImageRequest, previewEvery: Int? = nil) async throws -> Events {
        try engine.validate(request)
        var events = Events()
        for try await event in engine.generate(request, previewEvery: previewEvery) {
            switch event {
            case .note(let text): events.notes.append(text)
            case .preview(let preview): events.previews.append(preview)
            case .image(let image): events.pictures.append(image)
            default: break
            }
        }
        return events
    }
}
