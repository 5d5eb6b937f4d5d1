import Diagnostics

/// Why a model's weights could not be read.
package enum WeightsError: ExplainedError {
    /// The system would not open or map the file.
    case unreadable(path: String, why: String)
    /// The file as a whole is not what it should be.
    case damaged(path: String, why: String)
    /// One tensor of the file is not what it should be.
    case damagedTensor(path: String, tensor: String, why: String)
    /// A tensor is of a type that no layer takes.
    case unsupportedType(path: String, tensor: String, type: String)
    /// A folder has no safetensors file of the expected names.
    case noFile(folder: String, expected: String, onlyPickles: Bool)
    /// The model needs a tensor that no file has.
    case missing(path: String, tensor: String, nearest: [String])
    /// Files have tensors that the model does not use.
    case unused(path: String, tensors: [String])
    /// A tensor's shape is not the one that the configuration asks for.
    case wrongShape(path: String, tensor: String, expected: [Int], found: [Int])

    package var message: String {
        switch self {
        case .unreadable(let path, let why):
            "cannot read `\(path)`: \(why)"
        case .damaged(let path, let why):
            "`\(path)` is damaged: \(why)"
        case .damagedTensor(let path, let tensor, let why):
            "`\(path)` is damaged at tensor `\(tensor)`: \(why)"
        case .unsupportedType(let path, let tensor, let type):
            "tensor `\(tensor)` of `\(path)` is of type \(type), which is none of F32, BF16 and F16"
        case .noFile(let folder, let expected, let onlyPickles):
            "`\(folder)` has no `\(expected)`"
                + (onlyPickles
                    ? ", only pickled weights, which can hold programs and are not read" : "")
        case .missing(let path, let tensor, _):
            "`\(path)` has no tensor `\(tensor)`"
        case .unused(let path, let tensors):
            "`\(path)` has \(tensors.count) tensor\(tensors.count == 1 ? "" : "s") that the model does not use: "
                + tensors.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
                + (tensors.count > 3 ? ", …" : "")
        case .wrongShape(let path, let tensor, let expected, let found):
            "tensor `\(tensor)` of `\(path)` has the shape \(found), and the configuration asks for \(expected)"
        }
    }

    package var hint: String? {
        switch self {
        case .unreadable: nil
        case .damaged, .damagedTensor: "download or copy the file again"
        case .unsupportedType: "convert the file to one of these types"
        case .noFile(_, _, let onlyPickles):
            onlyPickles ? "convert them to safetensors" : "check that the folder is complete"
        case .missing(_, _, let nearest):
            nearest.isEmpty
                ? "check that the file belongs to this model's `config.json`"
                : "the nearest it has: \(nearest.map { "`\($0)`" }.joined(separator: ", "))"
        case .unused, .wrongShape: "check that the file belongs to this model's `config.json`"
        }
    }
}

extension WeightsError {
    /// The error that says that `path` has no tensor of a name, with the nearest of the names that it has.
    package static func missing(
        _ tensor: String, among names: some Sequence<String>, path: String
    ) -> WeightsError {
        let nearest =
            names
            .map { (name: $0, distance: editDistance(tensor, $0)) }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(2)
            .map(\.name)
        return .missing(path: path, tensor: tensor, nearest: nearest)
    }
}
