import Layers
import Synchronization
import Tensors
import Tokenizers

/// A diffusers repository on disk, and how its weights are to be loaded.
struct RepositoryFolder: PipelineSource {
    let path: String
    let device: Device
    let dtype: DType
    /// What it says that it holds.
    private let index: ModelIndex
    /// Which files to take where there are several precisions, best first.
    private let variants: [String]
    /// The files of weights that were opened.
    private let opened = OpenedWeights()

    /// The repository at `path`, which must be of a pipeline that can be loaded.
    init(path: String, device: Device, dtype: DType, variants: [String]) throws {
        self.path = path
        self.device = device
        self.dtype = dtype
        self.variants = variants
        index = try ModelIndex(folder: path)
        guard LatentDiffusionPipeline.classNames.contains(index.className) else {
            throw LoadError.unknownPipeline(
                path: index.path, className: index.className,
                supported: LatentDiffusionPipeline.classNames)
        }
        try index.requireComponent("unet", isOneOf: ["UNet2DConditionModel"])
        try index.requireComponent("vae", isOneOf: ["AutoencoderKL"])
    }

    var className: String { index.className }
    var forceZerosForEmptyPrompt: Bool? { index.forceZerosForEmptyPrompt }

    func schedulerConfig() throws -> SchedulerConfig {
        try SchedulerConfig(
            contentsOf: path + "/scheduler/scheduler_config.json",
            className: index.component("scheduler"))
    }

    func unet() throws -> UNet2DConditionModel {
        try UNet2DConditionModel(
            folder: path + "/unet", weights: weights("unet", base: Self.modelBase))
    }

    func vae() throws -> AutoencoderKL {
        try AutoencoderKL(folder: path + "/vae", weights: weights("vae", base: Self.modelBase))
    }

    func textTower(_ place: TextTower.Place) throws -> TextTower {
        let (suffix, projects) = place == .first ? ("", false) : ("_2", true)
        let (tokenizer, encoder) = ("tokenizer" + suffix, "text_encoder" + suffix)
        try index.requireComponent(
            encoder, isOneOf: [projects ? "CLIPTextModelWithProjection" : "CLIPTextModel"])
        return try TextTower(
            CLIPTokenizer(folder: path + "/" + tokenizer), called: tokenizer,
            CLIPTextModel(
                folder: path + "/" + encoder, weights: weights(encoder, base: "model"),
                projects: projects), called: encoder, in: path)
    }

    func digest(by hasher: FileHasher) -> WeightsDigest {
        WeightsDigest(opened.all, by: hasher)
    }

    private static let modelBase = "diffusion_pytorch_model"

    /// The weights of a component.
    private func weights(_ component: String, base: String) throws -> Weights {
        let store = try WeightsFolder.open(
            path + "/" + component, base: base, variants: variants, device: device, dtype: dtype)
        try opened.add(store.paths.map { try WeightFile(relative($0), in: path) })
        return store.root
    }

    /// The path of a file within the folder.
    private func relative(_ file: String) -> String {
        String(file.dropFirst(path.count + 1))
    }
}

/// Keeps account of the files of weights that a model was loaded from.
private final class OpenedWeights: Sendable {
    private let files = Mutex<[WeightFile]>([])

    /// The files so far.
    var all: [WeightFile] { files.withLock { $0 } }

    /// More files were opened.
    func add(_ more: [WeightFile]) {
        files.withLock { $0 += more }
    }
}
