import Glibc

/// The sigmas of the training timesteps, and the way between timesteps and sigmas.
///
/// Matches `np.interp` and `_sigma_to_t` in diffusers 0.42: the table is fp32, what is computed from it fp64.
struct SigmaTable: Sendable {
    /// The sigma of each training timestep, rising.
    let sigmas: [Float]

    private let logs: [Float]

    /// The table of a noise schedule.
    init(_ noise: NoiseSchedule) {
        sigmas = noise.sigmas
        logs = sigmas.map { logf($0) }
    }

    /// The logarithms of the lowest and the highest sigma.
    var logRange: (low: Double, high: Double) { (Double(logs[0]), Double(logs[logs.count - 1])) }

    /// The sigma at a timestep between training timesteps.
    func sigma(at timestep: Double) -> Double {
        let position = min(max(timestep, 0), Double(sigmas.count - 1))
        let low = min(Int(position), sigmas.count - 2)
        let (below, above) = (Double(sigmas[low]), Double(sigmas[low + 1]))
        return (above - below) * (position - Double(low)) + below
    }

    /// The timestep, between training timesteps, at which sigma is reached.
    func timestep(of sigma: Double) -> Double {
        let logarithm = log(max(sigma, 1e-10))
        let above = logs.firstIndex { Double($0) > logarithm } ?? logs.count
        let low = min(max(above - 1, 0), logs.count - 2)
        let share = (Double(logs[low]) - logarithm) / Double(logs[low] - logs[low + 1])
        let weight = min(max(share, 0), 1)
        return (1 - weight) * Double(low) + weight * Double(low + 1)
    }
}

/// A spacing of sigmas of its own, in place of the timesteps'.
enum SigmaSpacing: Sendable {
    /// Karras et al., rho 7.
    case karras
    /// Evenly in the logarithm.
    case exponential
    /// By quantiles of the beta distribution.
    case beta
    /// Lu's uniform signal-to-noise ratio, which ignores `sigma_min` and `sigma_max`.
    case lu

    /// A number of sigmas from the highest down to the lowest.
    func sigmas(_ count: Int, from highest: Double, to lowest: Double) -> [Double] {
        switch self {
        case .karras:
            let (high, low) = (pow(highest, 1 / 7.0), pow(lowest, 1 / 7.0))
            return evenlySpaced(0, 1, count).map { pow(high + $0 * (low - high), 7) }
        case .exponential, .lu:
            return evenlySpaced(log(highest), log(lowest), count).map { exp($0) }
        case .beta:
            return evenlySpaced(0, 1, count).map {
                lowest + betaQuantile(1 - $0, shape: 0.6) * (highest - lowest)
            }
        }
    }
}

extension SchedulerConfig {
    /// The configured spacing of sigmas, nil where the timesteps' own sigmas are meant.
    func sigmaSpacing(allowsLu: Bool = false) throws -> SigmaSpacing? {
        var chosen: [(option: String, spacing: SigmaSpacing)] = []
        if options.useKarrasSigmas == true { chosen.append(("use_karras_sigmas", .karras)) }
        if options.useExponentialSigmas == true {
            chosen.append(("use_exponential_sigmas", .exponential))
        }
        if options.useBetaSigmas == true { chosen.append(("use_beta_sigmas", .beta)) }
        if chosen.count > 1 {
            throw conflict(chosen[1].option, "true", with: chosen[0].option, "true")
        }
        if allowsLu, options.useLuLambdas == true {
            if let first = chosen.first, first.spacing != .karras {
                throw conflict("use_lu_lambdas", "true", with: first.option, "true")
            }
            return chosen.first?.spacing ?? .lu
        }
        return chosen.first?.spacing
    }

    /// The sigma after the last step: zero, or the lowest one of training.
    func finalSigma(_ table: SigmaTable) throws -> Float {
        switch try word("final_sigmas_type", options.finalSigmasType, default: FinalSigma.zero) {
        case .zero: 0
        case .lowest: table.sigmas[0]
        }
    }
}

/// What the last step ends at.
enum FinalSigma: String, CaseIterable {
    /// No noise at all.
    case zero
    /// The lowest noise of training.
    case lowest = "sigma_min"
}
