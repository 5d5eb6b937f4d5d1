/// A loaded model: expensive to make, and knowing nothing of the shell.
///
/// A local pipeline and a remote service are engines alike.
package protocol Engine: Sendable {
    /// What is loaded, for people and for records.
    var identity: EngineIdentity { get }
    /// The settings that this engine honours, with what it wants for each.
    var settings: EngineSettings { get }

    /// Refuses a request that cannot be made, before anything of it starts.
    func validate(_ request: ImageRequest) throws

    /// The pictures of a request as they come about, with a preview after every `previewEvery` steps; nil asks for none.
    ///
    /// Cancelling the task that iterates stops the work within a second. Where a step of the picture is done by then,
    /// `.partial` comes first; then the sequence throws `CancellationError`. The engine stays usable.
    func generate(
        _ request: ImageRequest, previewEvery: Int?
    ) -> any AsyncSequence<GenerationEvent, any Error> & Sendable

    /// What the loaded weights are, `sha256:` and 64 hexadecimal digits; nil where that cannot be known, as of a remote service.
    ///
    /// The first call may read gigabytes; later ones answer from memory.
    func weightsDigest() async throws -> String?
}

extension Engine {
    /// The pictures of a request as they come about, without previews.
    package func generate(
        _ request: ImageRequest
    ) -> any AsyncSequence<GenerationEvent, any Error> & Sendable {
        generate(request, previewEvery: nil)
    }
}

/// What is loaded, and on what it runs.
package struct EngineIdentity: Hashable, Codable, Sendable {
    /// The name under which it was loaded (`sd15`, or the name of a folder, or of a file without its ending).
    package var model: String
    /// The pipeline's class (`StableDiffusionPipeline`).
    package var family: String
    /// The folder, file or address that it came from.
    package var source: String
    /// The arithmetic's precision (`fp32`, `bf16`, `fp16`).
    package var precision: String
    /// The device (`cpu`).
    package var device: String
    /// The libraries and the instructions that decide how sums are rounded.
    package var arithmetic: String
    /// What `Engine.weightsDigest` gave; nil where that is not known, or not yet.
    package var weights: String?

    /// An identity of the given facts.
    package init(
        model: String, family: String, source: String, precision: String, device: String,
        arithmetic: String, weights: String? = nil
    ) {
        self.model = model
        self.family = family
        self.source = source
        self.precision = precision
        self.device = device
        self.arithmetic = arithmetic
        self.weights = weights
    }
}
