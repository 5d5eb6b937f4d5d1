import Glibc

/// How a sample is mixed: alpha * clean + sigma * noise, with alpha² + sigma² = 1.
struct NoiseLevel: Sendable {
    /// The share of the clean picture.
    let alpha: Double
    /// The share of noise.
    let sigma: Double

    /// Half the logarithm of the signal-to-noise ratio, in which the multistep solvers measure a step.
    var lambda: Double { log(alpha) - log(sigma) }
}

extension NoiseLevel {
    /// The level of a sample scaled as clean + sigma * noise.
    init(sigma: Float) {
        let sigma = Double(sigma)
        alpha = 1 / (sigma * sigma + 1).squareRoot()
        self.sigma = sigma * alpha
    }

    /// The level at which the clean picture has the share `alphaCumprod` of variance.
    init(alphaCumprod: Float) {
        alpha = Double(alphaCumprod).squareRoot()
        sigma = Double(1 - alphaCumprod).squareRoot()
    }
}

extension NoiseSchedule {
    /// The level at a training timestep.
    func level(at timestep: Int) -> NoiseLevel {
        NoiseLevel(alphaCumprod: alphasCumprod[timestep])
    }

    /// The level at a training timestep, or the final one where there is none.
    func level(at timestep: Int, beyond finalAlpha: Float) -> NoiseLevel {
        timestep >= 0 ? level(at: timestep) : NoiseLevel(alphaCumprod: finalAlpha)
    }
}
