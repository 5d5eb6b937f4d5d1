/// What the model's output means.
package enum PredictionType: String, CaseIterable, Sendable {
    /// The noise.
    case epsilon
    /// The clean sample.
    case sample
    /// The velocity alpha * noise - sigma * clean.
    case velocity = "v_prediction"

    /// What the sample and the output are multiplied with.
    package typealias Weights = (sample: Double, output: Double)

    /// The clean sample in terms of the sample (alpha * clean + sigma * noise) and the model's output.
    func clean(alpha: Double, sigma: Double) -> Weights {
        switch self {
        case .epsilon: (1 / alpha, -sigma / alpha)
        case .sample: (0, 1)
        case .velocity: (alpha, -sigma)
        }
    }

    /// The noise in the same terms.
    func noise(alpha: Double, sigma: Double) -> Weights {
        switch self {
        case .epsilon: (0, 1)
        case .sample: (1 / sigma, -alpha / sigma)
        case .velocity: (sigma, alpha)
        }
    }
}

extension SchedulerConfig {
    /// The configured prediction, one that the class can do.
    func prediction(
        among accepted: [PredictionType] = PredictionType.allCases
    ) throws -> PredictionType {
        let prediction = try word(
            "prediction_type", options.predictionType, default: PredictionType.epsilon)
        guard accepted.contains(prediction) else {
            throw unsupported(
                "prediction_type", prediction.rawValue,
                accepted: accepted.map { "`\($0.rawValue)`" }.joined(separator: ", "))
        }
        return prediction
    }
}
