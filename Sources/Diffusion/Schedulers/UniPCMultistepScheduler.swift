package import Tensors

/// The unified predictor and corrector: each answer of the model corrects the sample that it was asked about.
///
/// Matches `UniPCMultistepScheduler` in diffusers 0.42, schedulers/scheduling_unipc_multistep.py.
package struct UniPCMultistepScheduler: Scheduler {
    package var timesteps: [Float] { schedule.timesteps }
    package var sigmas: [Float] { schedule.sigmas }
    package let initialNoiseSigma: Float = 1
    package let summary: String

    private let schedule: SolverSchedule
    private let solver: UniPCSolver
    private let prediction: PredictionType
    private let order: Int
    private let lowersOrderAtEnd: Bool
    private let uncorrected: Set<Int>

    /// What the latest steps predicted, the newest last.
    private var history: [Tensor] = []
    /// The sample that the latest step began with, and the order it was made with.
    private var latest: (sample: Tensor, order: Int)?

    package init(config: SchedulerConfig, steps: Int) throws {
        let noise = try NoiseSchedule(config).withFiniteSigmas(config)
        let steps = try config.checkedSteps(steps, in: 1...noise.count)
        prediction = try config.prediction()
        solver = try UniPCSolver(config)
        order = try config.integer(
            "solver_order", config.options.solverOrder, default: 2, in: 1...8)
        uncorrected = Set(config.options.disableCorrector ?? [])
        lowersOrderAtEnd = config.options.lowerOrderFinal ?? true
        try Self.refuseUnsupported(config, order, lowersOrderAtEnd)
        let spacing = try config.spacing(default: .linspace)
        let sigmaSpacing = try config.sigmaSpacing()
        schedule = try SolverSchedule(
            config, noise, spacing, sigmaSpacing, steps: steps, traits: .init(isDPM: false))
        summary = config.summary(
            solver.kind.rawValue, "order \(order)",
            sigmaSpacing.map { "\($0) sigmas" } ?? spacing.rawValue, prediction: prediction)
    }

    package func cleanEstimate(at index: Int) -> PredictionType.Weights {
        let level = schedule.levels[index]
        return prediction.clean(alpha: level.alpha, sigma: level.sigma)
    }

    package mutating func step(
        output: Tensor, sample: Tensor, index: Int, noise: () throws -> Tensor
    ) throws -> Tensor {
        let level = schedule.levels[index]
        let weights =
            solver.predictsClean
            ? prediction.clean(alpha: level.alpha, sigma: level.sigma)
            : prediction.noise(alpha: level.alpha, sigma: level.sigma)
        let predicted = try weightedSum([(weights.sample, sample), (weights.output, output)])

        var corrected = sample
        if let latest, !uncorrected.contains(index - 1) {
            let update = solver.corrector(schedule, to: index, order: latest.order)
            corrected = try weightedSum(
                [(update.sample, latest.sample), (update.target, predicted)]
                    + zip(update.outputs, history.reversed()).map { ($0, $1) })
        }
        history = history.suffix(order - 1) + [predicted]

        let left = lowersOrderAtEnd ? schedule.timesteps.count - index : order
        let order = min(history.count, left)
        latest = (corrected, order)
        let update = solver.predictor(schedule, from: index, order: order)
        return try weightedSum(
            [(update.sample, corrected)] + zip(update.outputs, history.reversed()).map { ($0, $1) })
    }

    private static func refuseUnsupported(
        _ config: SchedulerConfig, _ order: Int, _ lowersOrderAtEnd: Bool
    ) throws {
        try config.refuse("thresholding", config.options.thresholding)
        if config.options.solverP != nil {
            throw config.unsupported("solver_p", "a scheduler", accepted: "`null`")
        }
        if let shift = config.options.shiftTerminal {
            throw config.unsupported("shift_terminal", "\(shift)", accepted: "`null`")
        }
        // Whatever is weighed by the last step's infinite distance has to be left out.
        let endsClean = config.options.finalSigmasType ?? "zero" == "zero"
        if endsClean, !lowersOrderAtEnd, order > 1 {
            throw config.conflict("lower_order_final", "false", with: "final_sigmas_type", "zero")
        }
        if endsClean, config.options.predictX0 == false {
            throw config.conflict("predict_x0", "false", with: "final_sigmas_type", "zero")
        }
    }
}
