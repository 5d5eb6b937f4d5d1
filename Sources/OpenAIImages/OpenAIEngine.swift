package import Generation
import HTTP
import Images

/// A model of a remote service, as the shell sees it.
package struct OpenAIEngine: Engine {
    package let identity: EngineIdentity
    package let settings: EngineSettings
    /// What the model takes.
    package let model: RemoteModel
    private let client: ImagesClient

    init(_ model: RemoteModel, _ client: ImagesClient) {
        self.model = model
        self.client = client
        settings = model.settings
        identity = EngineIdentity(
            model: model.name, family: "OpenAI images", source: client.server.base, precision: "",
            device: "remote", arithmetic: "")
    }

    package func validate(_ request: ImageRequest) throws {
        let count = request.prompt.unicodeScalars.count
        guard count <= model.promptLimit else {
            throw RemoteError.longPrompt(count: count, limit: model.promptLimit, model: model.name)
        }
        guard request.image != nil || request.mask != nil else { return }
        guard model.editedImages > 0 else {
            let able = RemoteModel.all.filter { $0.editedImages > 0 && $0.retired == nil }
            throw RemoteError.noEdits(model: model.name, able: able.map(\.name))
        }
        if request.image == nil { throw RemoteError.maskAlone }
        if request.moderation != nil { throw RemoteError.moderatedEdit }
        // What cannot be sent is refused here, before anything of it is.
        _ = try ImagesRequest(request, for: model, partials: nil)
    }

    package func generate(
        _ request: ImageRequest, previewEvery: Int?
    ) -> any AsyncSequence<GenerationEvent, any Error> & Sendable {
        RemotePictures(
            request: request, model: model, identity: identity, client: client,
            // Of several pictures a stream does not say which one an unfinished one belongs to.
            partials: previewEvery == nil || request.count > 1 ? nil : model.partials,
            wantsPreviews: previewEvery != nil)
    }

    package func weightsDigest() -> String? { nil }
}
