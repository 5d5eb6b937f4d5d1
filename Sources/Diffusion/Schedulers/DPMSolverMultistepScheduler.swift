package import Tensors

/// DPM-Solver and DPM-Solver++ with up to three earlier outputs.
///
/// Matches `DPMSolverMultistepScheduler` in diffusers 0.42, schedulers/scheduling_dpmsolver_multistep.py.
package struct DPMSolverMultistepScheduler: Scheduler {
    package var timesteps: [Float] { schedule.timesteps }
    package var sigmas: [Float] { schedule.sigmas }
    package let initialNoiseSigma: Float = 1
    package let summary: String

    private let schedule: SolverSchedule
    private let solver: DPMSolver
    private let prediction: PredictionType
    private let order: Int
    private let lowersOrderAtEnd: Bool
    private let endsWithEuler: Bool

    /// What the latest steps predicted, the newest last.
    private var history: [Tensor] = []

    package init(config: SchedulerConfig, steps: Int) throws {
        let noise = try NoiseSchedule(config).withFiniteSigmas(config)
        let steps = try config.checkedSteps(steps, in: 1...noise.count)
        prediction = try config.prediction()
        solver = try DPMSolver(config)
        order = try config.integer(
            "solver_order", config.options.solverOrder, default: 2, in: 1...3)
        try Self.refuseUnsupported(config, solver, order)
        let spacing = try config.spacing(default: .linspace)
        let sigmaSpacing = try config.sigmaSpacing(allowsLu: true)
        schedule = try SolverSchedule(
            config, noise, spacing, sigmaSpacing, steps: steps, traits: .init(isDPM: true))
        let isShort = schedule.timesteps.count < 15
        lowersOrderAtEnd = isShort && config.options.lowerOrderFinal ?? true
        let endsClean = config.options.finalSigmasType ?? "zero" == "zero"
        endsWithEuler = lowersOrderAtEnd || endsClean || config.options.eulerAtFinal ?? false
        summary = config.summary(
            solver.algorithm.rawValue, "order \(order)",
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
            solver.algorithm.predictsClean
            ? prediction.clean(alpha: level.alpha, sigma: level.sigma)
            : prediction.noise(alpha: level.alpha, sigma: level.sigma)
        let predicted = try weightedSum([(weights.sample, sample), (weights.output, output)])
        history = history.suffix(order - 1) + [predicted]

        let update = solver.update(schedule, at: index, order: order(at: index))
        var terms =
            [(update.sample, sample)] + zip(update.outputs, history.reversed()).map { ($0, $1) }
        if update.noise > 0 { terms.append((update.noise, try noise())) }
        return try weightedSum(terms)
    }

    /// The order of a step: what the history allows, and less at the end where the configuration wants it.
    private func order(at index: Int) -> Int {
        let left = schedule.timesteps.count - index
        if left == 1, endsWithEuler { return 1 }
        if left == 2, lowersOrderAtEnd { return min(2, history.count) }
        return history.count
    }

    private static func refuseUnsupported(
        _ config: SchedulerConfig, _ solver: DPMSolver, _ order: Int
    ) throws {
        try config.refuse("thresholding", config.options.thresholding)
        if let variance = config.options.varianceType, variance.hasPrefix("learned") {
            throw config.unsupported("variance_type", variance, accepted: "no learned variance")
        }
        let algorithm = solver.algorithm
        if !algorithm.predictsClean, config.options.finalSigmasType ?? "zero" == "zero" {
            throw config.conflict(
                "algorithm_type", algorithm.rawValue, with: "final_sigmas_type", "zero")
        }
        if algorithm == .stochastic, order == 3 {
            throw config.conflict("solver_order", "3", with: "algorithm_type", algorithm.rawValue)
        }
    }
}
