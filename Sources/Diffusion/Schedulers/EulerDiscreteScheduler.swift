import Glibc
package import Tensors

/// Euler's method on sigmas.
///
/// Matches `EulerDiscreteScheduler` in diffusers 0.42, schedulers/scheduling_euler_discrete.py, without churn.
package struct EulerDiscreteScheduler: Scheduler {
    package var timesteps: [Float] { schedule.timesteps }
    package var sigmas: [Float] { schedule.sigmas }
    package var initialNoiseSigma: Float { schedule.initialNoiseSigma }
    package let summary: String

    private let schedule: EulerSchedule
    private let prediction: PredictionType

    package init(config: SchedulerConfig, steps: Int) throws {
        let noise = try NoiseSchedule(config).withFiniteSigmas(config)
        let steps = try config.checkedSteps(steps, in: 1...noise.count)
        prediction = try config.eulerPrediction()
        let spacing = try config.spacing(default: .linspace)
        let sigmaSpacing = try config.sigmaSpacing()
        schedule = try Self.schedule(config, noise, spacing, sigmaSpacing, steps, prediction)
        summary = config.summary(
            spacing.rawValue, sigmaSpacing.map { "\($0) sigmas" } ?? "plain sigmas",
            prediction: prediction)
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
        let change = Double(schedule.sigmas[index + 1]) / Double(schedule.sigmas[index])
        let clean = prediction.cleanFromUnscaled(sigma: schedule.sigmas[index])
        return try weightedSum([
            (change + (1 - change) * clean.sample, sample),
            ((1 - change) * clean.output, output),
        ])
    }

    private static func schedule(
        _ config: SchedulerConfig, _ noise: NoiseSchedule, _ spacing: TimestepSpacing,
        _ sigmaSpacing: SigmaSpacing?, _ steps: Int, _ prediction: PredictionType
    ) throws -> EulerSchedule {
        let table = SigmaTable(noise)
        let offset = try config.offset(of: noise.count)
        var timesteps = spacing.timesteps(steps, of: noise.count, offset: offset)
            .map { Double(Float($0)) }
        var sigmas: [Double]
        switch try config.word(
            "interpolation_type", config.options.interpolationType, default: Interpolation.linear)
        {
        case .linear: sigmas = timesteps.map(table.sigma)
        case .logarithmic:
            let (low, high) = table.logRange
            sigmas = linspace(high, low, steps + 1).map { Double(expf($0)) }
        }
        if let sigmaSpacing, let first = sigmas.first, let last = sigmas.last {
            sigmas = sigmaSpacing.sigmas(
                steps, from: try config.positive("sigma_max", config.options.sigmaMax) ?? first,
                to: try config.positive("sigma_min", config.options.sigmaMin) ?? last)
            timesteps = sigmas.map(table.timestep)
        }
        let kind = try config.word(
            "timestep_type", config.options.timestepType, default: TimestepKind.discrete)
        if kind == .continuous, prediction == .velocity {
            timesteps = sigmas.map { Double(0.25 * logf(Float($0))) }
        }
        return EulerSchedule(
            timesteps: timesteps, sigmas: sigmas, final: try config.finalSigma(table),
            spacing: spacing)
    }
}

/// How sigmas between training timesteps are found.
private enum Interpolation: String, CaseIterable {
    case linear
    case logarithmic = "log_linear"
}

/// What a model is told at a step: the timestep, or a quarter of sigma's logarithm.
private enum TimestepKind: String, CaseIterable {
    case discrete
    case continuous
}

extension PredictionType {
    /// The clean sample in terms of a sample scaled as clean + sigma * noise and the model's output.
    func cleanFromUnscaled(sigma: Float) -> Weights {
        let level = NoiseLevel(sigma: sigma)
        let weights = clean(alpha: level.alpha, sigma: level.sigma)
        return (weights.sample * level.alpha, weights.output)
    }
}

extension SchedulerConfig {
    /// The configured prediction, which Euler's method also knows as `original_sample`.
    fileprivate func eulerPrediction() throws -> PredictionType {
        options.predictionType == "original_sample" ? .sample : try prediction()
    }
}
