import Layers
import Tensors

/// A residual block of two convolutions, conditioned on the timestep in the UNet.
///
/// Matches `ResnetBlock2D` in diffusers 0.42, models/resnet.py, with its default time embedding norm.
struct ResnetBlock2D: Sendable {
    private let name: String
    private let norm1: GroupNorm
    private let conv1: Conv2d
    private let timeProjection: Linear?  // nil in the VAE
    private let norm2: GroupNorm
    private let conv2: Conv2d
    private let shortcut: Linear?  // nil where the channel counts agree

    /// The block at `w`; `time` is the width of the time embedding, nil where there is none.
    init(
        _ w: Weights, _ inner: Int, _ outer: Int, time: Int?, groups: Int, epsilon: Float
    ) throws {
        name = w.name
        norm1 = try GroupNorm(w.norm1, inner, groups: groups, epsilon: epsilon)
        conv1 = try Conv2d(w.conv1, inner, outer)
        timeProjection = try time.map { try Linear(w.time_emb_proj, $0, outer) }
        norm2 = try GroupNorm(w.norm2, outer, groups: groups, epsilon: epsilon)
        conv2 = try Conv2d(w.conv2, outer, outer)
        shortcut = inner == outer ? nil : try Linear(w.conv_shortcut, inner, outer)
    }

    /// The block's result on x, [B, H, W, inner]; `time` is the SiLU of the time embedding, [B, T].
    func callAsFunction(_ x: Tensor, time: Tensor? = nil) throws -> Tensor {
        var addend: Tensor?
        if let timeProjection, let time { addend = try timeProjection(time).cast(to: .float32) }
        let h = try conv1(norm1.silu(x))  // [B, H, W, outer]
        let normed = try norm2.silu(h, adding: addend)
        return try conv2(normed, adding: shortcut?(x) ?? x).observed(as: name)
    }
}
