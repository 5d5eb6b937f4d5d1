/// The timesteps and sigmas that Euler's method and its ancestral kind share.
struct EulerSchedule: Sendable {
    /// What the model gets at each step.
    let timesteps: [Float]
    /// The sigma of each step, and the one after the last.
    let sigmas: [Float]
    /// The standard deviation of the noise to start from.
    let initialNoiseSigma: Float

    /// What a sample is multiplied with before the model sees it.
    func inputScale(at index: Int) -> Double {
        NoiseLevel(sigma: sigmas[index]).alpha
    }

    /// The schedule over the timesteps' own sigmas.
    init(timesteps: [Double], sigmas: [Double], final: Float, spacing: TimestepSpacing) {
        self.timesteps = timesteps.map(Float.init)
        self.sigmas = sigmas.map(Float.init) + [final]
        let highest = self.sigmas.max() ?? 0
        initialNoiseSigma =
            spacing == .leading ? (highest * highest + 1).squareRoot() : highest
    }
}
