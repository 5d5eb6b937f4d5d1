package import Tensors

/// The path from noise to a picture: which timesteps the model is asked at, and how a sample moves with each answer.
///
/// A value: what a multistep method remembers is state of the scheduler, so a copy is an independent run.
package protocol Scheduler: Sendable {
    /// A scheduler of the configuration's options for a number of steps.
    init(config: SchedulerConfig, steps: Int) throws

    /// What the model gets at each step; there can be more of them than the steps asked for.
    var timesteps: [Float] { get }
    /// How much noise a step's sample has for each share of the clean picture, and what is left after the last step.
    var sigmas: [Float] { get }
    /// The standard deviation of the noise that the first step starts from.
    var initialNoiseSigma: Float { get }
    /// The class and the options that matter most, in one line for records.
    var summary: String { get }

    /// The sample as the model wants it at step `index`.
    func scaleModelInput(_ sample: Tensor, at index: Int) throws -> Tensor

    /// What the sample and the model's output at step `index` are multiplied with to give the clean sample that the model sees.
    func cleanEstimate(at index: Int) -> PredictionType.Weights

    /// The sample after step `index`, for which the model answered `output`; steps are made in order, from 0.
    ///
    /// `noise` draws standard normal noise of the sample's shape; it is called at most once, and only where the
    /// method needs noise.
    mutating func step(
        output: Tensor, sample: Tensor, index: Int, noise: () throws -> Tensor
    ) throws -> Tensor
}

extension Scheduler {
    package func scaleModelInput(_ sample: Tensor, at index: Int) throws -> Tensor { sample }
}

/// The sum of coefficient * tensor in one pass, leaving out the terms that vanish.
func weightedSum(_ terms: [(Double, Tensor)]) throws -> Tensor {
    let present = terms.filter { $0.0 != 0 }
    return try Tensor.combination(
        (present.isEmpty ? Array(terms.prefix(1)) : present).map { (Float($0.0), $0.1) })
}
