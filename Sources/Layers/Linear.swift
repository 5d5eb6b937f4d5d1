package import Tensors

/// A matrix product with a bias, over the innermost dimension; 1x1 convolutions are this too.
///
/// Matches `torch.nn.Linear`.
package struct Linear: Sendable {
    private let weights: any PackedWeights
    private let bias: Tensor?

    /// The layer at `w`, from `inner` to `outer` channels.
    package init(_ w: Weights, _ inner: Int, _ outer: Int, bias: Bool = true) throws {
        try self.init(fusing: [w], inner, outer, bias: bias)
    }

    /// Several layers on the same input as one, their outputs of `outer` channels each side by side.
    package init(fusing parts: [Weights], _ inner: Int, _ outer: Int, bias: Bool = true) throws {
        let store = parts[0].store
        weights = try store.device.backend.linearWeights(
            parts.map { try $0.weight.array(squeezing: [outer, inner]) }, as: store.dtype,
            on: store.device)
        guard bias else {
            self.bias = nil
            return
        }
        let vectors = try parts.map { try $0.bias.vector(outer) }
        self.bias =
            vectors.count == 1
            ? vectors[0]
            : try Tensor.stacked(vectors.map { $0.reshaped([1, outer]) })
                .reshaped([parts.count * outer])
    }

    /// activation(x · weightsᵀ + bias) + residual.
    package func callAsFunction(
        _ x: Tensor, activation: Activation? = nil, adding residual: Tensor? = nil
    ) throws -> Tensor {
        try x.linear(weights, bias: bias, activation: activation, adding: residual)
    }
}
