import Layers
import Synchronization
import Tensors

/// A diffusers repository on disk, and how its weights are to be loaded.
struct RepositoryFolder: Sendable {
    /// Where it is.
    let path: String
    /// What it says that it holds.
    let index: ModelIndex
    /// Where weights go.
    let device: Device
    /// The type that the model computes in.
    let dtype: DType
    /// Which files to take where there are several precisions, best first.
    let variants: [String]
    /// The files of weights that were opened.
    let opened = OpenedWeights()

    /// The weights of a component.
    func weights(_ component: String, base: String, dtype: DType? = nil) throws -> Weights {
        let store = try WeightsFolder.open(
            path + "/" + component, base: base, variants: variants, device: device,
            dtype: dtype ?? self.dtype)
        try opened.add(store.paths.map { try WeightFile(relative($0), in: path) })
        return store.root
    }

    /// The path of a file within the folder.
    private func relative(_ file: String) -> String {
        String(file.dropFirst(path.count + 1))
    }
}

/// Keeps account of the files of weights that a model was loaded from.
final class OpenedWeights: Sendable {
    private let files = Mutex<[WeightFile]>([])

    /// The files so far.
    var all: [WeightFile] { files.withLock { $0 } }

    /// More files were opened.
    func add(_ more: [WeightFile]) {
        files.withLock { $0 += more }
    }
}
