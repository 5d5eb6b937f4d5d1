package import Tensors

/// Euler's method to a lower sigma than the next one, made up for by fresh noise.
///
/// Matches `EulerAncestralDiscreteScheduler` in diffusers 0.42, schedulers/scheduling_euler_ancestral_discrete.py.
package struct EulerAncestralDiscreteScheduler: Scheduler {
    package var timesteps: [Float] { schedule.timesteps }
    package var sigmas: [Float] { schedule.sigmas }
    package var initialNoiseSigma: Float { schedule.initialNoiseSigma }
    package let summary: String

    private let schedule: EulerSchedule
    private let prediction: PredictionType

    package init(config: SchedulerConfig, steps: Int) throws {
        let noise = try NoiseSchedule(config).withFiniteSigmas(config)
        let steps = try config.checkedSteps(steps, in: 1...noise.count)
        prediction = try config.prediction(among: [.epsilon, .velocity])
        let spacing = try config.spacing(default: .linspace)
        let table = SigmaTable(noise)
        let timesteps = spacing.timesteps(
            steps, of: noise.count, offset: try config.offset(of: noise.count)
        ).map { Double(Float($0)) }
        schedule = EulerSchedule(
            timesteps: timesteps, sigmas: timesteps.map(table.sigma), final: 0, spacing: spacing)
        summary = config.summary(spacing.rawValue, prediction: prediction)
    }

    package func scaleModelInput(_ sample: Tensor, at index: Int) throws -> Tensor {
        try weightedSum([(schedule.inputScale(at: index), sample)])
    }

    package func cleanEstimate(at index: Int) -> PredictionType.Weights {
        prediction.cleanFromUnscaled(sigma: schedule.sigmas[index])
    }

    package mutating func step(
        output: Tensor, sample: Tensor, index: Int, noise: () throws -> Tensor
    ) throws -> Tensor {
        let from = Double(schedule.sigmas[index])
        let to = Double(schedule.sigmas[index + 1])
        let added = (to * to * max(0, from * from - to * to)).squareRoot() / from
        let change = max(0, to * to - added * added).squareRoot() / from
        let clean = prediction.cleanFromUnscaled(sigma: schedule.sigmas[index])
        var terms = [
            (change + (1 - change) * clean.sample, sample),
            ((1 - change) * clean.output, output),
        ]
        if added > 0 { terms.append((added, try noise())) }
        return try weightedSum(terms)
    }
}
