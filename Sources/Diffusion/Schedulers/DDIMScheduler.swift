package import Tensors

/// Denoising diffusion implicit models, without noise (eta 0).
///
/// Matches `DDIMScheduler` in diffusers 0.42, schedulers/scheduling_ddim.py.
package struct DDIMScheduler: Scheduler {
    package let timesteps: [Float]
    package var sigmas: [Float] { noise.sigmas(at: visited, final: finalAlpha) }
    package let initialNoiseSigma: Float = 1
    package let summary: String

    private let visited: [Int]
    private let stride: Int
    private let noise: NoiseSchedule
    private let finalAlpha: Float
    private let prediction: PredictionType
    private let clipRange: ClosedRange<Float>?

    package init(config: SchedulerConfig, steps: Int) throws {
        noise = try NoiseSchedule(config)
        let steps = try config.checkedSteps(steps, in: 1...noise.count)
        let spacing = try config.spacing(default: .leading)
        let offset = try config.offset(of: noise.count)
        let spaced = spacing.timesteps(steps, of: noise.count, offset: offset)
        visited = try config.checkedTimesteps(
            spaced.map { $0.rounded(.toNearestOrEven) }, steps: steps, of: noise.count)
        timesteps = visited.map(Float.init)
        stride = noise.count / steps
        finalAlpha = noise.finalAlpha(isOne: config.options.setAlphaToOne ?? true)
        prediction = try config.prediction()
        clipRange = try config.clipRange(default: true)
        try config.checkSignal(noise, at: visited, prediction)
        summary = config.summary(spacing.rawValue, prediction: prediction)
    }

    package func cleanEstimate(at index: Int) -> PredictionType.Weights {
        let level = noise.level(at: visited[index])
        return prediction.clean(alpha: level.alpha, sigma: level.sigma)
    }

    package mutating func step(
        output: Tensor, sample: Tensor, index: Int, noise: () throws -> Tensor
    ) throws -> Tensor {
        let now = self.noise.level(at: visited[index])
        let next = self.noise.level(at: visited[index] - stride, beyond: finalAlpha)
        let clean = prediction.clean(alpha: now.alpha, sigma: now.sigma)
        let direction = prediction.noise(alpha: now.alpha, sigma: now.sigma)
        guard let clipRange else {
            return try weightedSum([
                (next.alpha * clean.sample + next.sigma * direction.sample, sample),
                (next.alpha * clean.output + next.sigma * direction.output, output),
            ])
        }
        let clipped = try weightedSum([(clean.sample, sample), (clean.output, output)])
            .clamped(to: clipRange)
        return try weightedSum([
            (next.alpha, clipped),
            (next.sigma * direction.sample, sample),
            (next.sigma * direction.output, output),
        ])
    }
}
