import Glibc

/// The formulas of DPM-Solver: how a step weighs the sample, the predictions and the noise.
struct DPMSolver: Sendable {
    /// Which integral is solved, and whether with noise.
    enum Algorithm: String, CaseIterable, Sendable {
        case plain = "dpmsolver"
        case plusPlus = "dpmsolver++"
        case stochastic = "sde-dpmsolver"
        case stochasticPlusPlus = "sde-dpmsolver++"

        /// Whether the history holds predictions of the clean sample, and not of the noise.
        var predictsClean: Bool { self == .plusPlus || self == .stochasticPlusPlus }
    }

    /// How the second order is reached.
    enum Method: String, CaseIterable, Sendable {
        case midpoint
        case heun
    }

    /// What a step adds up: the sample, the predictions from the newest on, and noise.
    struct Update {
        var sample: Double
        var outputs: [Double]
        var noise: Double
    }

    /// The algorithm.
    let algorithm: Algorithm
    private let method: Method

    /// The solver of a configuration.
    init(_ config: SchedulerConfig) throws {
        algorithm = try config.word(
            "algorithm_type", config.options.algorithmType, default: .plusPlus)
        method = try config.word("solver_type", config.options.solverType, default: .midpoint)
    }

    /// The step from level `index` of a schedule to the next one.
    func update(_ schedule: SolverSchedule, at index: Int, order: Int) -> Update {
        let h = schedule.distance(from: index, to: index + 1)
        guard h != 0 else { return Update(sample: 1, outputs: [0], noise: 0) }
        let factors = factors(h, from: schedule.levels[index], to: schedule.levels[index + 1])
        let (zeroth, first, second) = (factors.zeroth, factors.first, factors.second)
        let outputs: [Double]
        switch order {
        case 1: outputs = [zeroth]
        case 2:
            let slope = schedule.distance(from: index - 1, to: index) / h
            let weight = (method == .midpoint ? zeroth / 2 : first) / slope
            outputs = [zeroth + weight, -weight]
        default:
            // The derivatives by divided differences of three predictions.
            let r0 = schedule.distance(from: index - 1, to: index) / h
            let r1 = schedule.distance(from: index - 2, to: index - 1) / h
            let newer = first * (1 + r0 / (r0 + r1)) + second / (r0 + r1)
            let older = -first * r0 / (r0 + r1) - second / (r0 + r1)
            outputs = [zeroth + newer / r0, -newer / r0 + older / r1, -older / r1]
        }
        return Update(sample: factors.sample, outputs: outputs, noise: factors.noise)
    }

    /// The weights of the sample, of the prediction and its first two derivatives, and of noise.
    private struct Factors {
        var sample: Double
        var zeroth: Double
        var first: Double
        var second: Double
        var noise: Double
    }

    private func factors(_ h: Double, from: NoiseLevel, to: NoiseLevel) -> Factors {
        switch algorithm {
        case .plusPlus:
            let grown = expm1(-h)
            return Factors(
                sample: to.sigma / from.sigma, zeroth: -to.alpha * grown,
                first: to.alpha * (grown / h + 1),
                second: -to.alpha * ((grown + h) / (h * h) - 0.5), noise: 0)
        case .plain:
            let grown = expm1(h)
            return Factors(
                sample: to.alpha / from.alpha, zeroth: -to.sigma * grown,
                first: -to.sigma * (grown / h - 1),
                second: -to.sigma * ((grown - h) / (h * h) - 0.5), noise: 0)
        case .stochasticPlusPlus:
            let lost = -expm1(-2 * h)
            return Factors(
                sample: to.sigma / from.sigma * exp(-h), zeroth: to.alpha * lost,
                first: to.alpha * (1 - lost / (2 * h)),
                second: to.alpha * ((lost - 2 * h) / (4 * h * h) - 0.5),
                noise: to.sigma * lost.squareRoot())
        case .stochastic:
            let grown = expm1(h)
            return Factors(
                sample: to.alpha / from.alpha, zeroth: -2 * to.sigma * grown,
                first: -2 * to.sigma * (grown / h - 1), second: 0,
                noise: to.sigma * expm1(2 * h).squareRoot())
        }
    }
}
