import Diagnostics
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
    private let owners: [String: Int]
    private let used = Mutex<Set<String>>([])

    /// The tensors of the given files.
    package init(path: String, files: [SafetensorsFile], device: Device, dtype: DType) {
        self.path = path
        self.files = files
        self.device = device
        self.dtype = dtype
        var owners: [String: Int] = [:]
        for (index, file) in files.enumerated() {
            for name in file.names { owners[name] = index }
        }
        self.owners = owners
    }

    /// Where the files are.
    package var paths: [String] { files.map(\.path) }

    /// The root of the names.
    package var root: Weights { Weights(store: self, name: "") }

    /// Whether a tensor whose name begins with `prefix` is there.
    func contains(prefix: String) -> Bool {
        owners[prefix] != nil || owners.keys.contains { $0.hasPrefix(prefix + ".") }
    }

    /// The tensor of a name, marked as used; nil where there is none.
    ///
    /// Throws where the task was cancelled, so that Ctrl-C ends the loading of a model at its next layer.
    func take(_ name: String) throws -> HostArray? {
        try Task.checkCancellation()
        guard let owner = owners[name] else { return nil }
        used.withLock { _ = $0.insert(name) }
        return try files[owner].array(name)
    }

    /// The file that has a tensor, or should have it.
    func path(of name: String) -> String {
        owners[name].map { files[$0].path } ?? path
    }

    /// The error that says that a tensor is not there.
    func missing(_ name: String) -> WeightsError {
        let nearest = owners.keys
            .map { (name: $0, distance: editDistance(name, $0)) }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(2)
            .map(\.name)
        return .missing(path: path, tensor: name, nearest: nearest)
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
