import Diagnostics

/// Why a model could not be loaded from a single file.
package enum SingleFileError: ExplainedError {
    /// The file is a pickle, by its name or its first bytes.
    case pickled(path: String)
    /// The file holds something else than a whole model that can be loaded.
    case unsupported(path: String, CheckpointKind)
    /// The file has a UNet and lacks other parts of a pipeline.
    case incomplete(path: String, lacks: [String])
    /// The file has tensors that belong to no part of its family's models.
    case unknownTensors(path: String, family: String, tensors: [String])
    /// A tensor has a shape from which no model can be told.
    case oddShape(path: String, tensor: String, shape: [Int])
    /// A tensor's shape does not fit those of the others.
    case wrongShape(path: String, tensor: String, expected: [Int], found: [Int])
    /// What the shapes say together makes no model; `why` continues a sentence about `key`.
    case noModel(path: String, key: String, why: String)

    package var message: String {
        switch self {
        case .pickled(let path):
            "`\(path)` is pickled, which can hold programs and is not read"
        case .unsupported(let path, let kind): "`\(path)` \(kind.description)"
        case .incomplete(let path, let lacks):
            "`\(path)` has a UNet, but no \(lacks.joined(separator: " and no "))"
        case .unknownTensors(let path, let family, let tensors):
            "`\(path)` has \(tensors.count) tensor\(tensors.count == 1 ? "" : "s") that \(family) has no use for: "
                + tensors.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
                + (tensors.count > 3 ? ", …" : "")
        case .oddShape(let path, let tensor, let shape):
            "tensor `\(tensor)` of `\(path)` has the shape \(shape), from which its part of the model cannot be told"
        case .wrongShape(let path, let tensor, let expected, let found):
            "tensor `\(tensor)` of `\(path)` has the shape \(found), and the tensors around it ask for \(expected)"
        case .noModel(let path, let key, let why):
            "the shapes in `\(path)` make no model: `\(key)` \(why)"
        }
    }

    package var hint: String? {
        switch self {
        case .pickled: "get the model as `.safetensors`, or convert it"
        case .unsupported(_, let kind): kind.advice
        case .incomplete: CheckpointKind.wholeModel
        case .unknownTensors, .oddShape, .wrongShape, .noModel:
            "get the model as a diffusers folder, and load that: `load ./folder`"
        }
    }
}
