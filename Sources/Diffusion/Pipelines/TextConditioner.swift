import Tensors
import Tokenizers

/// What a prompt becomes for the UNet.
struct PromptEmbeddings: Sendable {
    /// The embeddings of the tokens, [1, N, D].
    var text: Tensor
    /// The pooled embedding, [1, P], for models that take one.
    var pooled: Tensor?
}

/// Turns prompts into what the UNet is told; a family of models is such a way.
protocol TextConditioner: Sendable {
    /// Width of the embeddings.
    var width: Int { get }
    /// Width of the pooled embedding; nil where there is none.
    var pooledWidth: Int? { get }

    /// The embeddings of a prompt, reporting notes such as that it was cut.
    func embeddings(of prompt: String, note: (String) -> Void) throws -> PromptEmbeddings
    /// The embeddings of what a picture should not show; nil means that nothing was said.
    func negativeEmbeddings(of prompt: String?) throws -> PromptEmbeddings
}

/// A tokenizer and the text encoder that it belongs to.
struct TextTower: Sendable {
    let tokenizer: CLIPTokenizer
    let encoder: CLIPTextModel
    /// How many tokens every prompt becomes: at least 2, as tokenizer and encoder each make sure.
    let length: Int

    /// Which of a pipeline's two it is; the second, which only SDXL has, gives a projection too.
    enum Place {
        case first, second
    }

    /// The two of a model at `path`, under the names that messages give them.
    init(
        _ tokenizer: CLIPTokenizer, called tokenizerName: String,
        _ encoder: CLIPTextModel, called encoderName: String, in path: String
    ) throws {
        self.tokenizer = tokenizer
        self.encoder = encoder
        guard tokenizer.vocabularySize <= encoder.vocabularySize else {
            throw LoadError.mismatch(
                folder: path,
                why: "`\(tokenizerName)` has \(tokenizer.vocabularySize) tokens, and "
                    + "`\(encoderName)` knows \(encoder.vocabularySize)")
        }
        length = min(tokenizer.maximumLength ?? encoder.maximumLength, encoder.maximumLength)
    }

    /// The encoder's states for a prompt; where it did not fit, a note says what was cut.
    func callAsFunction(_ prompt: String, note: (String) -> Void) throws -> TextEmbeddings {
        let tokens = tokenizer.encode(prompt, length: length)
        if tokens.cutCount > 0 {
            note(
                "the prompt is \(tokens.cutCount) tokens too long for this model's \(length); "
                    + "cut: \(tokens.cutText)")
        }
        return try encoder(tokens.ids)
    }
}

/// One CLIP encoder, its last states.
///
/// Matches `encode_prompt` of `StableDiffusionPipeline` in diffusers 0.42.
struct StableDiffusionConditioner: TextConditioner {
    private let tower: TextTower

    /// The conditioner of a model.
    init(_ source: some PipelineSource) throws {
        tower = try source.textTower(.first)
    }

    var width: Int { tower.encoder.width }
    var pooledWidth: Int? { nil }

    func embeddings(of prompt: String, note: (String) -> Void) throws -> PromptEmbeddings {
        PromptEmbeddings(text: try tower(prompt, note: note).last, pooled: nil)
    }

    func negativeEmbeddings(of prompt: String?) throws -> PromptEmbeddings {
        try embeddings(of: prompt ?? "", note: { _ in })
    }
}

/// Two CLIP encoders, their states before the last layer side by side, and the second's pooled projection.
///
/// Matches `encode_prompt` of `StableDiffusionXLPipeline` in diffusers 0.42.
struct StableDiffusionXLConditioner: TextConditioner {
    private let first: TextTower
    private let second: TextTower
    private let zerosForNoNegative: Bool

    /// The conditioner of a model.
    init(_ source: some PipelineSource) throws {
        first = try source.textTower(.first)
        second = try source.textTower(.second)
        zerosForNoNegative = source.forceZerosForEmptyPrompt ?? true
        guard first.length == second.length else {
            throw LoadError.mismatch(
                folder: source.path,
                why: "the text encoders take \(first.length) and \(second.length) tokens")
        }
    }

    var width: Int { first.encoder.width + second.encoder.width }
    var pooledWidth: Int? { second.encoder.projectedWidth }

    func embeddings(of prompt: String, note: (String) -> Void) throws -> PromptEmbeddings {
        let a = try first(prompt, note: note)
        let b = try second(prompt, note: { _ in })
        return PromptEmbeddings(
            text: try a.penultimate.concatenatedChannels(with: b.penultimate), pooled: b.projected)
    }

    func negativeEmbeddings(of prompt: String?) throws -> PromptEmbeddings {
        let embeddings = try embeddings(of: prompt ?? "", note: { _ in })
        guard prompt == nil, zerosForNoNegative else { return embeddings }
        return PromptEmbeddings(
            text: try embeddings.text.zeros(), pooled: try embeddings.pooled?.zeros())
    }
}

extension Tensor {
    /// A tensor like this one of zeros.
    fileprivate func zeros() throws -> Tensor {
        let zeros = [Float](repeating: 0, count: shape.count)
        return try Tensor(zeros, shape: shape, on: device).cast(to: dtype)
    }
}
