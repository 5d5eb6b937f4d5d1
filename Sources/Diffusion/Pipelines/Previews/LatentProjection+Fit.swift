import Tensors

extension LatentProjection {
    /// Patches of colour on a side of the card that a VAE is shown.
    private static let patches = 6
    /// Latents on a side of a patch: enough that most of them see one colour alone.
    private static let patchSide = 4

    /// The projection that best gives a card of patches back from what a pipeline's VAE encodes it as.
    ///
    /// Random latents would do worse: most of them are nothing that a picture is ever encoded as.
    @Compute
    static func fitted(to pipeline: LatentDiffusionPipeline) throws -> LatentProjection {
        let vae = pipeline.vae
        let side = patches * patchSide
        let picture = try Tensor(
            card(pixelsPerLatent: vae.scale), shape: [1, side * vae.scale, side * vae.scale, 3],
            on: pipeline.device)
        let moments = try vae.encode(picture.cast(to: pipeline.dtype)).floats()
        var squares = LeastSquares(inputs: vae.latentChannels + 1, outputs: 3)
        for place in 0..<side * side {
            let first = place * 2 * vae.latentChannels
            let means = moments[first..<first + vae.latentChannels]
            let colour = colour(row: place / side / patchSide, column: place % side / patchSide)
            squares.add(
                pipeline.scaled(Array(means)).map(Double.init) + [1],
                [Double(colour.x), Double(colour.y), Double(colour.z)])
        }
        let solution = squares.solution().map { row in
            Colour(Float(row[0]), Float(row[1]), Float(row[2]))
        }
        return LatentProjection(
            factors: Array(solution.dropLast()), bias: solution.last ?? .zero)
    }

    /// The pixels of the card.
    private static func card(pixelsPerLatent scale: Int) -> [Float] {
        let side = patches * patchSide * scale
        return (0..<side * side).flatMap { pixel in
            let patch = patchSide * scale
            let colour = colour(row: pixel / side / patch, column: pixel % side / patch)
            return [colour.x, colour.y, colour.z]
        }
    }

    /// The colour of a patch: points that fill the cube of colours evenly, by multiples of powers of an irrational number.
    private static func colour(row: Int, column: Int) -> Colour {
        let number = Float(row * patches + column + 1)
        let place = number * Colour(0.8191725, 0.6710436, 0.5497005)
        return (place - place.rounded(.down)) * 2 - 1
    }
}

/// Linear least squares: the matrix that turns inputs into outputs with the smallest sum of squared errors.
struct LeastSquares {
    private let inputs: Int
    private let outputs: Int
    /// Sums of products of inputs, and of inputs with outputs: the rows of the normal equations.
    private var rows: [[Double]]

    /// A problem of that many inputs and outputs, without a sample yet.
    init(inputs: Int, outputs: Int) {
        self.inputs = inputs
        self.outputs = outputs
        rows = Array(repeating: Array(repeating: 0, count: inputs + outputs), count: inputs)
    }

    /// Adds a sample.
    mutating func add(_ input: [Double], _ output: [Double]) {
        let values = input + output
        for (index, factor) in input.enumerated() {
            for column in values.indices { rows[index][column] += factor * values[column] }
        }
    }

    /// What each input adds to each output; an input on which nothing depends adds nothing.
    func solution() -> [[Double]] {
        var rows = rows
        let largest = rows.indices.map { rows[$0][$0] }.max() ?? 0
        // Keeps the equations solvable where inputs say the same thing, and changes nothing elsewhere.
        for index in rows.indices {
            rows[index][index] += max(largest * 1e-9, .leastNormalMagnitude)
        }
        for pivot in rows.indices {
            let scale = 1 / rows[pivot][pivot]
            for column in pivot..<inputs + outputs { rows[pivot][column] *= scale }
            for other in rows.indices where other != pivot {
                let factor = rows[other][pivot]
                for column in pivot..<inputs + outputs {
                    rows[other][column] -= factor * rows[pivot][column]
                }
            }
        }
        return rows.map { Array($0[inputs...]) }
    }
}
