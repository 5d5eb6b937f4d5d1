package import Tensors

/// Latent consistency models: each step jumps to a clean picture, and adds noise again for the next.
///
/// Matches `LCMScheduler` in diffusers 0.42, schedulers/scheduling_lcm.py.
package struct LCMScheduler: Scheduler {
    package let timesteps: [Float]
    package var sigmas: [Float] { noise.sigmas(at: visited, final: 1) }
    package let initialNoiseSigma: Float = 1
    package let summary: String

    private let visited: [Int]
    private let noise: NoiseSchedule
    private let prediction: PredictionType
    private let clipRange: ClosedRange<Float>?
    private let timestepScaling: Double

    package init(config: SchedulerConfig, steps: Int) throws {
        noise = try NoiseSchedule(config, start: 0.00085, end: 0.012, betas: .scaledLinear)
        let original = try config.integer(
            "original_inference_steps", config.options.originalInferenceSteps,
            default: min(50, noise.count), in: 1...noise.count)
        let steps = try config.checkedSteps(steps, in: 1...original)
        visited = Self.timesteps(steps, original: original, of: noise.count)
        timesteps = visited.map(Float.init)
        prediction = try config.prediction()
        clipRange = try config.clipRange(default: false)
        timestepScaling =
            try config.positive("timestep_scaling", config.options.timestepScaling) ?? 10
        try config.checkSignal(noise, at: visited, prediction)
        summary = config.summary("original steps \(original)", prediction: prediction)
    }

    package func cleanEstimate(at index: Int) -> PredictionType.Weights {
        let level = noise.level(at: visited[index])
        return prediction.clean(alpha: level.alpha, sigma: level.sigma)
    }

    package mutating func step(
        output: Tensor, sample: Tensor, index: Int, noise: () throws -> Tensor
    ) throws -> Tensor {
        let now = self.noise.level(at: visited[index])
        let boundary = boundary(at: visited[index])
        let weights = prediction.clean(alpha: now.alpha, sigma: now.sigma)
        var terms: [(Double, Tensor)]
        if let clipRange {
            let clean = try weightedSum([(weights.sample, sample), (weights.output, output)])
            terms = [(boundary.out, try clean.clamped(to: clipRange)), (boundary.skip, sample)]
        } else {
            terms = [
                (boundary.out * weights.sample + boundary.skip, sample),
                (boundary.out * weights.output, output),
            ]
        }
        if index + 1 < visited.count {
            let next = self.noise.level(at: visited[index + 1])
            terms = terms.map { (next.alpha * $0.0, $0.1) } + [(next.sigma, try noise())]
        }
        return try weightedSum(terms)
    }

    /// How much of the predicted and of the given sample a consistency model takes.
    private func boundary(at timestep: Int) -> (skip: Double, out: Double) {
        let deviation = 0.5
        let scaled = Double(timestep) * timestepScaling
        let sum = scaled * scaled + deviation * deviation
        return (deviation * deviation / sum, scaled / sum.squareRoot())
    }

    /// Timesteps evenly picked from those of distillation.
    private static func timesteps(_ steps: Int, original: Int, of total: Int) -> [Int] {
        let distilled = (1...original).reversed().map { $0 * (total / original) - 1 }
        let pick = Double(original) / Double(steps)
        return (0..<steps).map { distilled[Int((Double($0) * pick).rounded(.down))] }
    }
}
