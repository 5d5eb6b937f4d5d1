import FoundationEssentials
import Synchronization
package import Tensors

/// The tensors of a model's files, by name, and which of them were used.
package final class WeightsStore: Sendable {
    /// The file, or the index of several, that messages name.
    package let path: String
    /// Where layers put their weights.
    package let device: Device
    /// The type in which layers compute.
    package let dtype: DType

    private let files: [SafetensorsFile]
    /// The files' names for their tensors, with the files that have them.
    private let owners: [String: Int]
    /// How the model's names lead to the files'; nil where they are the same.
    private let translation: (any CheckpointNames)?
    /// The files' names of the tensors that were used.
    private let used = Mutex<Set<String>>([])

    /// The tensors of the given files, of those called as `isPart` says, to be had by the names that `translation` has for them.
    package init(
        path: String, files: [SafetensorsFile], device: Device, dtype: DType,
        translation: (any CheckpointNames)? = nil, isPart: (String) -> Bool = { _ in true }
    ) {
        self.path = path
        self.translation = translation
        self.files = files
        self.device = device
        self.dtype = dtype
        var owners: [String: Int] = [:]
        for (index, file) in files.enumerated() {
            for name in file.names where isPart(name) { owners[name] = index }
        }
        self.owners = owners
    }

    /// Where the files are.
    package var paths: [String] { files.map(\.path) }

    /// The root of the names.
    package var root: Weights { Weights(store: self, name: "") }

    /// Where the files have what the model calls `name`; nil where they cannot have it.
    private func source(of name: String) -> TensorSource? {
        guard let translation else { return TensorSource(name) }
        return translation.source(of: name)
    }

    /// Whether a tensor whose name begins with `prefix` is there.
    func contains(prefix: String) -> Bool {
        guard let prefix = source(of: prefix)?.name else { return false }
        return owners[prefix] != nil || owners.keys.contains { $0.hasPrefix(prefix + ".") }
    }

    /// The tensor of a name, marked as used; nil where there is none.
    ///
    /// Throws where the task was cancelled, so that Ctrl-C ends the loading of a model at its next layer.
    func take(_ name: String) throws -> HostArray? {
        try Task.checkCancellation()
        guard let source = source(of: name), let owner = owners[source.name] else { return nil }
        used.withLock { _ = $0.insert(source.name) }
        guard let array = try files[owner].array(source.name) else { return nil }
        guard let part = source.part.taken(from: array) else {
            throw WeightsError.damagedTensor(
                path: files[owner].path, tensor: source.name,
                why: "its shape \(array.shape) is not that of \(source.part.need)")
        }
        return part
    }

    /// The error that says that a tensor is not there.
    func missing(_ name: String) -> WeightsError {
        .missing(source(of: name)?.name ?? name, among: owners.keys, path: path)
    }

    /// The error that says that a tensor has another shape than the model needs.
    func wrongShape(_ name: String, expected: Shape, found: Shape) -> WeightsError {
        let source = source(of: name) ?? TensorSource(name)
        return .wrongShape(
            path: path(of: source.name), tensor: source.name,
            expected: source.part.whole(expected.sizes), found: source.part.whole(found.sizes))
    }

    /// The file that has the tensor of a name in the files.
    private func path(of name: String) -> String {
        owners[name].map { files[$0].path } ?? path
    }

    /// Fails where tensors were not used, but for those that the model knows and has no use for.
    package func checkAllUsed(except known: (String) -> Bool = { _ in false }) throws {
        let left = used.withLock { used in
            owners.keys.filter { !used.contains($0) && !known($0) }.sorted()
        }
        if let first = left.first {
            throw WeightsError.unused(path: path(of: first), tensors: left)
        }
    }
}
