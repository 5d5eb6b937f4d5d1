import FoundationEssentials
import Layers
import Tensors
import Tokenizers

/// A whole pipeline in one file, under the names of the original code, as CivitAI's files are.
///
/// The models read their weights by diffusers' names, as ever; `CheckpointNames` lead from those to the file's. Configurations come from
/// the shapes in the file, and what shapes cannot say from the family. The tokenizers' vocabulary ships with Easel.
struct SingleFileModel: PipelineSource {
    let path: String
    let device: Device
    let dtype: DType
    private let family: CheckpointFamily
    private let file: SafetensorsFile
    private let shapes: CheckpointShapes
    private let weightFile: WeightFile

    /// The model in the file at `path`, which must be one that can be loaded.
    init(path: String, device: Device, dtype: DType) throws {
        self.path = path
        self.device = device
        self.dtype = dtype
        try Self.refuseOtherFormats(path)
        let url = URL(fileURLWithPath: path)
        weightFile = try WeightFile(
            url.lastPathComponent, in: url.deletingLastPathComponent().path)
        file = try SafetensorsFile(path: path)
        shapes = CheckpointShapes(file)
        family = try CheckpointFamily(of: shapes)
        let places = family.places.map { $0 + "." }
        let unknown = shapes.names.filter { name in
            !CheckpointFamily.isExtra(name) && !places.contains { name.hasPrefix($0) }
        }
        if !unknown.isEmpty { throw unknownTensors(unknown.sorted()) }
    }

    var className: String { family.className }
    var forceZerosForEmptyPrompt: Bool? { nil }

    func schedulerConfig() throws -> SchedulerConfig {
        try SchedulerConfig(
            json: family.scheduler(
                velocity: shapes.predictsVelocity,
                zeroSignal: shapes.names.contains(CheckpointMarker.zeroSignal)),
            source: path)
    }

    func unet() throws -> UNet2DConditionModel {
        try explaining {
            let outline = try UNetOutline(shapes)
            let pooledWidth = try family.textEncoder(.second).map {
                try shapes.size($0 + ".text_projection", 1)
            }
            return try UNet2DConditionModel(
                outline.config(family, shapes, pooledWidth: pooledWidth),
                weights: weights(CheckpointFamily.unet, outline.names))
        }
    }

    func vae() throws -> AutoencoderKL {
        try explaining {
            let config = try family.vaeConfig(shapes)
            let names = VAENames(blocks: config.content.blockOutChannels?.count ?? 0)
            return try AutoencoderKL(config, weights: weights(CheckpointFamily.vae, names))
        }
    }

    func textTower(_ tower: TextTower.Place) throws -> TextTower {
        guard let place = family.textEncoder(tower) else {
            throw SingleFileError.incomplete(path: path, lacks: ["second text encoder"])
        }
        let isFirst = tower == .first
        let encoder = try explaining {
            isFirst
                ? try CLIPTextModel(
                    family.clipConfig(shapes, at: place),
                    weights: weights(place, CLIPNames(place: place)), projects: false)
                : try CLIPTextModel(
                    family.openCLIPConfig(shapes, at: place),
                    weights: weights(place, OpenCLIPNames(place: place)), projects: true)
        }
        return try TextTower(
            Self.tokenizer(padToken: isFirst ? "<|endoftext|>" : "!"), called: "CLIP", encoder,
            called: place, in: path)
    }

    func digest(by hasher: FileHasher) -> WeightsDigest {
        WeightsDigest(of: weightFile, by: hasher)
    }

    /// CLIP's tokenizer, by the vocabulary that ships with Easel; OpenCLIP's differs in its padding.
    private static func tokenizer(padToken: String) throws -> CLIPTokenizer {
        let file = "merges.txt"
        let folder = try PackagedFiles.folder(
            "clip", holding: file, content: "the files of CLIP's vocabulary")
        return try CLIPTokenizer(
            merges: folder + "/" + file, maximumLength: 77, padToken: padToken)
    }

    /// The tensors below a place, under the names that a model has for them.
    private func weights(_ place: String, _ names: some CheckpointNames) -> Weights {
        WeightsStore(
            path: path, files: [file], device: device, dtype: dtype, translation: names,
            isPart: { $0.hasPrefix(place + ".") && !CheckpointFamily.isExtra($0) }
        ).root
    }

    /// What `make` makes; errors that speak of configuration files, which are none here, speak of the file instead.
    private func explaining<Part>(_ make: () throws -> Part) throws -> Part {
        do {
            return try make()
        } catch WeightsError.unused(_, let tensors) {
            throw unknownTensors(tensors)
        } catch WeightsError.wrongShape(let path, let tensor, let expected, let found) {
            throw SingleFileError.wrongShape(
                path: path, tensor: tensor, expected: expected, found: found)
        } catch ConfigError.badValue(let path, let key, let why) {
            throw SingleFileError.noModel(path: path, key: key, why: why)
        }
    }

    private func unknownTensors(_ tensors: [String]) -> SingleFileError {
        .unknownTensors(path: path, family: family.className, tensors: tensors)
    }
}
