import Glibc
import Layers
import Tensors

/// The sinusoids of a number, which is how models are told of timesteps and sizes.
///
/// Matches `get_timestep_embedding` in diffusers 0.42, models/embeddings.py.
struct Sinusoids: Sendable {
    /// How many values.
    let width: Int
    /// Cosines before sines.
    let flipSinToCos: Bool
    /// What is taken from the number of frequencies when they are spaced.
    let frequencyShift: Float

    /// The values for each of `numbers`, one after the other.
    func callAsFunction(_ numbers: [Float]) -> [Float] {
        let half = width / 2
        let frequencies = (0..<half).map { index in
            exp(-log(Float(10_000)) * Float(index) / (Float(half) - frequencyShift))
        }
        return numbers.flatMap { number in
            let angles = frequencies.map { number * $0 }
            let sines = angles.map { sin($0) }
            let cosines = angles.map { cos($0) }
            let padding: [Float] = width % 2 == 1 ? [0] : []
            return (flipSinToCos ? cosines + sines : sines + cosines) + padding
        }
    }
}

/// Two linear layers that turn sinusoids, and a guidance embedding where the model takes one, into an embedding.
///
/// Matches `TimestepEmbedding` in diffusers 0.42, models/embeddings.py.
struct TimestepEmbedding: Sendable {
    private let name: String
    private let linear1: Linear
    private let linear2: Linear
    private let condition: Linear?

    /// The layers at `w`; `condition` is the width of the guidance embedding, nil where there is none.
    init(_ w: Weights, _ inner: Int, _ outer: Int, condition: Int? = nil) throws {
        name = w.name
        linear1 = try Linear(w.linear_1, inner, outer)
        linear2 = try Linear(w.linear_2, outer, outer)
        self.condition = try condition.map { try Linear(w.cond_proj, $0, inner, bias: false) }
    }

    /// The embedding, [B, outer], of sinusoids [B, inner].
    func callAsFunction(_ x: Tensor, guidance: Tensor? = nil) throws -> Tensor {
        var x = x
        if let condition, let guidance { x = try condition(guidance, adding: x) }
        return try linear2(linear1(x, activation: .silu)).observed(as: name)
    }
}
