import Diagnostics

/// Why a model could not be loaded.
package enum LoadError: ExplainedError {
    /// The name is none that is known, and no folder.
    case unknownModel(String, nearest: String?)
    /// The path leads to nothing.
    case noFolder(String)
    /// The path of a checkpoint leads to nothing.
    case noFile(String)
    /// The path is a file, and none of weights.
    case notAFolder(String)
    /// The folder is not a diffusers repository.
    case notAModel(folder: String)
    /// The pipeline's class is none that is built.
    case unknownPipeline(path: String, className: String, supported: [String])
    /// Files that ship with Easel are not beside the program.
    case resourceMissing(content: String, searched: [String])
    /// The precision's name is none.
    case unknownPrecision(String)
    /// There is no such device.
    case noDevice(String)
    /// The device cannot keep weights elsewhere in that way.
    case noOffload(String, device: String, able: [String])
    /// Components do not fit one another.
    case mismatch(folder: String, why: String)

    package var message: String {
        switch self {
        case .unknownModel(let name, _): "there is no model `\(name)`"
        case .noFolder(let path): "there is no folder `\(path)`"
        case .noFile(let path): "there is no file `\(path)`"
        case .notAFolder(let path):
            "`\(path)` is neither a model's folder nor a `.safetensors` file"
        case .notAModel(let folder):
            "`\(folder)` is not a model's folder: it has no `model_index.json`"
        case .unknownPipeline(let path, let className, _):
            "`_class_name` in `\(path)` is `\(className)`, which is not supported"
        case .resourceMissing(let content, let searched):
            "\(content) are not where the program looks: \(searched.joined(separator: ", "))"
        case .unknownPrecision(let name): "there is no precision `\(name)`"
        case .noDevice(let name): "there is no device `\(name)` here"
        case .noOffload(let mode, let device, _): "device `\(device)` has no offload `\(mode)`"
        case .mismatch(let folder, let why): "the parts of `\(folder)` do not fit: \(why)"
        }
    }

    package var hint: String? {
        switch self {
        case .unknownModel(_, let nearest):
            nearest.map { "did you mean `\($0)`?" }
                ?? "`models` lists the known ones; a diffusers folder or a checkpoint is named by its path: `load ./folder`"
        case .noFolder, .noFile: "check the path; `models` lists the models that are known by name"
        case .notAFolder:
            "name the folder that holds `model_index.json`, or the `.safetensors` file of a whole model"
        case .notAModel: "name the folder that a diffusers pipeline was saved to"
        case .unknownPipeline(_, _, let supported):
            "supported: \(supported.map { "`\($0)`" }.joined(separator: ", "))"
        case .resourceMissing: "install Easel again, with `make install`"
        case .unknownPrecision: "one of `fp32`, `bf16`, `fp16`"
        case .noDevice: "use `cpu`"
        case .noOffload(_, let device, let able):
            "on `\(device)` there is \(able.map { "`\($0)`" }.joined(separator: ", "))"
        case .mismatch: "check that the model is complete, and all of it of one model"
        }
    }
}
