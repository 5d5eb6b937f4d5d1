import Glibc

/// How much of the picture is left at each training timestep.
///
/// Matches the constructors of diffusers 0.42, which compute in fp32 with torch 2.13, to the last bit:
/// `linspace` rounds once (fused multiply-add), `cumprod` accumulates in fp64. Rescaled betas, for
/// which torch takes square roots that differ by machine, are within 1e-5.
struct NoiseSchedule: Sendable {
    /// The share of signal's variance at each training timestep, falling from nearly 1.
    var alphasCumprod: [Float]

    /// The ways to give betas.
    enum Betas: String, CaseIterable {
        case linear
        case scaledLinear = "scaled_linear"
        case cosine = "squaredcos_cap_v2"
    }

    /// The schedule of a configuration, for a class that has the given defaults.
    init(
        _ config: SchedulerConfig, start: Double = 0.0001, end: Double = 0.02,
        betas fallback: Betas = .linear, rescales: Bool = true
    ) throws {
        var betas = try Self.betas(config, start: start, end: end, fallback: fallback)
        if rescales, config.options.rescaleBetasZeroSnr == true { betas = Self.rescaled(betas) }
        alphasCumprod = Self.cumulativeProduct(betas.map { 1 - $0 })
    }

    /// The number of training timesteps.
    var count: Int { alphasCumprod.count }

    /// The sigma of each training timestep, in fp32 as diffusers tabulates it.
    var sigmas: [Float] {
        alphasCumprod.map(Self.sigma)
    }

    /// The sigmas of the visited timesteps, and of the final level.
    func sigmas(at timesteps: [Int], final: Float) -> [Float] {
        (timesteps.map { alphasCumprod[$0] } + [final]).map(Self.sigma)
    }

    private static func sigma(_ alphaCumprod: Float) -> Float {
        ((1 - alphaCumprod) / alphaCumprod).squareRoot()
    }

    /// The share of signal's variance after the last step, where there is no timestep any more.
    func finalAlpha(isOne: Bool) -> Float { isOne ? 1 : alphasCumprod[0] }

    /// The schedule with a last timestep that is not quite pure noise, so that no sigma is infinite.
    func withFiniteSigmas(_ config: SchedulerConfig) -> NoiseSchedule {
        var schedule = self
        if config.options.rescaleBetasZeroSnr == true {
            schedule.alphasCumprod[count - 1] = 0x1p-24
        }
        return schedule
    }

    private static func betas(
        _ config: SchedulerConfig, start: Double, end: Double, fallback: Betas
    ) throws -> [Float] {
        let count = try config.integer(
            "num_train_timesteps", config.options.numTrainTimesteps, default: 1000, in: 2...100_000)
        if let trained = config.options.trainedBetas {
            guard trained.count == count, trained.allSatisfy({ $0 > 0 && $0 < 1 }) else {
                throw config.unsupported(
                    "trained_betas", "[\(trained.count) numbers]",
                    accepted: "\(count) numbers between 0 and 1")
            }
            return trained.map(Float.init)
        }
        let kind = try config.word("beta_schedule", config.options.betaSchedule, default: fallback)
        let start = try beta("beta_start", config.options.betaStart, start, config)
        let end = try beta("beta_end", config.options.betaEnd, end, config)
        switch kind {
        case .linear: return linspace(start, end, count)
        case .scaledLinear:
            return linspace(start.squareRoot(), end.squareRoot(), count).map { $0 * $0 }
        case .cosine: return cosine(count)
        }
    }

    private static func beta(
        _ option: String, _ value: Double?, _ fallback: Double, _ config: SchedulerConfig
    ) throws -> Double {
        let beta = value ?? fallback
        guard beta > 0, beta < 1 else {
            throw config.unsupported(option, "\(beta)", accepted: "a number between 0 and 1")
        }
        return beta
    }

    /// The betas whose cumulative product falls as a squared cosine.
    private static func cosine(_ count: Int) -> [Float] {
        let remaining = (0...count).map { i in
            let x = cos((Double(i) / Double(count) + 0.008) / 1.008 * Double.pi / 2)
            return x * x
        }
        return (0..<count).map { Float(min(1 - remaining[$0 + 1] / remaining[$0], 0.999)) }
    }

    /// Betas that end in pure noise.
    private static func rescaled(_ betas: [Float]) -> [Float] {
        var roots = cumulativeProduct(betas.map { 1 - $0 }).map { $0.squareRoot() }
        let (first, last) = (roots[0], roots[roots.count - 1])
        let scale = first / (first - last)
        roots = roots.map { ($0 - last) * scale }
        let bars = roots.map { $0 * $0 }
        return [1 - bars[0]] + (1..<bars.count).map { 1 - bars[$0] / bars[$0 - 1] }
    }

    private static func cumulativeProduct(_ values: [Float]) -> [Float] {
        var product = 1.0
        return values.map {
            product *= Double($0)
            return Float(product)
        }
    }
}

/// `torch.linspace` in fp32: counted from the nearer end, each number rounded once.
func linspace(_ start: Double, _ end: Double, _ count: Int) -> [Float] {
    let (start, end) = (Float(start), Float(end))
    guard count > 1 else { return count == 1 ? [start] : [] }
    let step = (end - start) / Float(count - 1)
    return (0..<count).map { i in
        i < count / 2
            ? start.addingProduct(step, Float(i)) : end.addingProduct(-step, Float(count - 1 - i))
    }
}
