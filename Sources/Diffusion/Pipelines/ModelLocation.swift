import Diagnostics
import FoundationEssentials
import Generation
import Tensors

/// Where a model is, and what is known of it beside what its files say.
struct ModelLocation {
    /// What it is called from then on.
    let name: String
    /// Where it comes from, as people are told.
    let description: String
    /// What requests have where the user says nothing; nil for the family's.
    private(set) var defaults: SamplingDefaults?
    private let path: String
    private let isFolder: Bool

    /// The model that `load` with this word means: a known name, a folder's path, or a file's.
    init(_ model: String, known: [String]) throws {
        if model == BuiltInModel.known.name {
            path = try BuiltInModel.folder()
            isFolder = true
            name = model
            description = "built-in"
            defaults = BuiltInModel.defaults
            return
        }
        var isFolder = false
        guard FileManager.default.fileExists(atPath: model, isDirectory: &isFolder) else {
            if SingleFileModel.isName(model) { throw LoadError.noFile(model) }
            if model.contains("/") { throw LoadError.noFolder(model) }
            throw LoadError.unknownModel(model, nearest: nearest(to: model, among: known))
        }
        let url = URL(fileURLWithPath: model).standardizedFileURL
        path = url.path
        description = path
        self.isFolder = isFolder
        let file = url.lastPathComponent
        name = isFolder ? file : SingleFileModel.name(ofFile: file)
    }

    /// The model, to be loaded so.
    func source(
        device: Device, dtype: DType, variants: [String]
    ) throws -> any PipelineSource {
        isFolder
            ? try RepositoryFolder(path: path, device: device, dtype: dtype, variants: variants)
            : try SingleFileModel(path: path, device: device, dtype: dtype)
    }
}
