package import Tensors

/// Normalisation over groups of channels of each picture.
///
/// Matches `torch.nn.GroupNorm`.
package struct GroupNorm: Sendable {
    private let groups: Int
    private let epsilon: Float
    private let scale: Tensor
    private let shift: Tensor

    /// The layer at `w`, for `channels` channels.
    package init(_ w: Weights, _ channels: Int, groups: Int, epsilon: Float) throws {
        self.groups = groups
        self.epsilon = epsilon
        scale = try w.weight.vector(channels)
        shift = try w.bias.vector(channels)
    }

    /// The norm of x, [B, …, C].
    package func callAsFunction(_ x: Tensor) throws -> Tensor {
        try x.groupNorm(groups: groups, epsilon: epsilon, scale: scale, shift: shift, silu: false)
    }

    /// SiLU of the norm of x plus `addend`, fp32 [B, C], where there is one.
    package func silu(_ x: Tensor, adding addend: Tensor? = nil) throws -> Tensor {
        try x.groupNorm(
            groups: groups, epsilon: epsilon, scale: scale, shift: shift, silu: true,
            adding: addend)
    }
}

/// Normalisation of each row.
///
/// Matches `torch.nn.LayerNorm`.
package struct LayerNorm: Sendable {
    private let epsilon: Float
    private let scale: Tensor
    private let shift: Tensor

    /// The layer at `w`, for rows of `width`.
    package init(_ w: Weights, _ width: Int, epsilon: Float = 1e-5) throws {
        self.epsilon = epsilon
        scale = try w.weight.vector(width)
        shift = try w.bias.vector(width)
    }

    /// The norm of x, [B, N, C].
    package func callAsFunction(_ x: Tensor) throws -> Tensor {
        try x.layerNorm(epsilon: epsilon, scale: scale, shift: shift)
    }
}
