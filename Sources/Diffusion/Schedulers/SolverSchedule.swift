import Glibc

/// The timesteps and noise levels that the multistep solvers share.
///
/// Matches `set_timesteps` of DPMSolverMultistep and UniPCMultistep in diffusers 0.42.
struct SolverSchedule: Sendable {
    /// What the model gets at each step.
    let timesteps: [Float]
    /// The sigma of each step, and the one after the last.
    let sigmas: [Float]
    /// The level at each of the sigmas.
    let levels: [NoiseLevel]

    /// What the two solvers do differently.
    struct Traits {
        /// Whether `lambda_min_clipped` leaves out the noisiest timesteps, and `use_lu_lambdas` is known.
        var isDPM: Bool
    }

    init(
        _ config: SchedulerConfig, _ noise: NoiseSchedule, _ spacing: TimestepSpacing,
        _ sigmaSpacing: SigmaSpacing?, steps: Int, traits: Traits
    ) throws {
        try config.refuse("use_flow_sigmas", config.options.useFlowSigmas)
        try config.refuse("use_dynamic_shifting", config.options.useDynamicShifting)
        let table = SigmaTable(noise)
        let end = traits.isDPM ? try Self.clippedEnd(config, noise) : noise.count
        guard steps <= end else {
            throw SchedulerError.steps(steps, allowed: 1...end, scheduler: config.kind.rawValue)
        }
        var timesteps = spacing.timesteps(
            steps, of: noise.count, offset: try config.offset(of: noise.count), end: end,
            skipsFirst: true
        ).map { $0.rounded(.toNearestOrEven) }
        var sigmas = timesteps.map(table.sigma)
        var final = try config.finalSigma(table)
        if let sigmaSpacing {
            sigmas = try Self.sigmas(config, table, sigmaSpacing, steps)
            timesteps = sigmas.map(table.timestep)
            if Self.rounds(sigmaSpacing, config, traits) {
                timesteps = timesteps.map { $0.rounded(.toNearestOrEven) }
            }
            if !traits.isDPM, final > 0 { final = Float(sigmas[steps - 1]) }
        }
        self.timesteps = timesteps.map { Float($0.rounded(.down)) }
        let rounded = sigmas.map(Float.init)
        guard Set(rounded).count == rounded.count else {
            throw SchedulerError.repeatedSigma(steps: steps, scheduler: config.kind.rawValue)
        }
        self.sigmas = rounded + [final]
        levels = self.sigmas.map(NoiseLevel.init(sigma:))
    }

    /// The difference of lambda from one step to another.
    func distance(from: Int, to: Int) -> Double { levels[to].lambda - levels[from].lambda }

    private static func sigmas(
        _ config: SchedulerConfig, _ table: SigmaTable, _ spacing: SigmaSpacing, _ steps: Int
    ) throws -> [Double] {
        let highest = Double(table.sigmas[table.sigmas.count - 1])
        let lowest = Double(table.sigmas[0])
        if case .lu = spacing {
            let (low, high) = table.logRange
            return evenlySpaced(high, low, steps).map { exp($0) }
        }
        return spacing.sigmas(
            steps, from: try config.positive("sigma_max", config.options.sigmaMax) ?? highest,
            to: try config.positive("sigma_min", config.options.sigmaMin) ?? lowest)
    }

    /// Whether the timesteps of a spacing of sigmas are rounded; others are cut down to whole numbers.
    private static func rounds(
        _ spacing: SigmaSpacing, _ config: SchedulerConfig, _ traits: Traits
    ) -> Bool {
        switch spacing {
        case .exponential, .beta: false
        case .karras, .lu:
            !traits.isDPM || config.options.betaSchedule != NoiseSchedule.Betas.cosine.rawValue
        }
    }

    /// One more than the noisiest timestep whose lambda is at least `lambda_min_clipped`.
    private static func clippedEnd(
        _ config: SchedulerConfig, _ noise: NoiseSchedule
    ) throws -> Int {
        let limit = Float(config.options.lambdaMinClipped ?? -.infinity)
        let end =
            noise.alphasCumprod.lastIndex {
                logf($0.squareRoot()) - logf((1 - $0).squareRoot()) >= limit
            } ?? -1
        guard end > 0 else {
            throw config.unsupported(
                "lambda_min_clipped", "\(limit)", accepted: "a number that leaves timesteps")
        }
        return end + 1
    }
}
