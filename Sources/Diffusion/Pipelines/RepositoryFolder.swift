import Layers
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

    /// The weights of a component.
    func weights(_ component: String, base: String, dtype: DType? = nil) throws -> Weights {
        try WeightsFolder.open(
            path + "/" + component, base: base, variants: variants, device: device,
            dtype: dtype ?? self.dtype
        ).root
    }
}
