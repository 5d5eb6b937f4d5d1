package import Tensors

/// Pseudo-numerical methods: Runge-Kutta steps to begin with, unless they are skipped, then linear multistep.
///
/// Matches `PNDMScheduler` in diffusers 0.42, schedulers/scheduling_pndm.py. With `skip_prk_steps` the second
/// timestep is visited twice, so N steps ask the model N + 1 times.
package struct PNDMScheduler: Scheduler {
    package let timesteps: [Float]
    package var sigmas: [Float] { noise.sigmas(at: visited, final: finalAlpha) }
    package let initialNoiseSigma: Float = 1
    package let summary: String

    private let visited: [Int]
    private let rungeKuttaCount: Int
    private let stride: Int
    private let noise: NoiseSchedule
    private let finalAlpha: Float
    private let prediction: PredictionType

    /// The latest outputs, at most four, the newest last.
    private var outputs: [Tensor] = []
    /// The outputs of the Runge-Kutta step under way.
    private var stages: [Tensor] = []
    /// The sample that the step under way began with.
    private var start: Tensor?

    package init(config: SchedulerConfig, steps: Int) throws {
        noise = try NoiseSchedule(config, rescales: false)
        let skipsRungeKutta = config.options.skipPrkSteps ?? false
        let least = skipsRungeKutta ? 1 : 4
        let steps = try config.checkedSteps(steps, in: least...max(least, noise.count))
        let spacing = try config.spacing(default: .leading)
        let spaced = spacing.timesteps(
            steps, of: noise.count, offset: try config.offset(of: noise.count))
        let plain = try config.checkedTimesteps(
            spaced.map { $0.rounded(.toNearestOrEven) }, steps: steps, of: noise.count)
        stride = noise.count / steps
        let begin = skipsRungeKutta ? [] : Self.rungeKutta(plain, half: stride / 2)
        rungeKuttaCount = begin.count
        visited = try config.checkedTimesteps(
            (begin + (skipsRungeKutta ? Self.repeatingSecond(plain) : Array(plain.dropFirst(3))))
                .map(Double.init), steps: steps, of: noise.count)
        timesteps = visited.map(Float.init)
        finalAlpha = noise.finalAlpha(isOne: config.options.setAlphaToOne ?? false)
        prediction = try config.prediction(among: [.epsilon, .velocity])
        summary = config.summary(
            spacing.rawValue, skipsRungeKutta ? "PLMS" : "PRK", prediction: prediction)
    }

    package func cleanEstimate(at index: Int) -> PredictionType.Weights {
        let level = noise.level(at: visited[index])
        return prediction.clean(alpha: level.alpha, sigma: level.sigma)
    }

    package mutating func step(
        output: Tensor, sample: Tensor, index: Int, noise: () throws -> Tensor
    ) throws -> Tensor {
        index < rungeKuttaCount
            ? try rungeKuttaStep(output, sample, index) : try multistep(output, sample, index)
    }

    /// One of the four stages of a Runge-Kutta step from the sample that the first stage got.
    private mutating func rungeKuttaStep(
        _ output: Tensor, _ sample: Tensor, _ index: Int
    ) throws -> Tensor {
        let stage = index % 4
        let target = visited[index] - (index.isMultiple(of: 2) ? stride / 2 : 0)
        if stage == 0 {
            outputs.append(output)
            stages = []
            start = sample
        }
        stages.append(output)
        let weights = stage < 3 ? [1.0] : Self.rungeKuttaWeights
        let mixed = Array(zip(weights, stage < 3 ? [output] : stages))
        return try moved(start ?? sample, mixed, from: visited[index - stage], to: target)
    }

    /// A linear multistep step, of an order that grows with the history.
    private mutating func multistep(
        _ output: Tensor, _ sample: Tensor, _ index: Int
    ) throws -> Tensor {
        let timestep = visited[index]
        if index == 1, rungeKuttaCount == 0, let first = outputs.last, let start {
            return try moved(
                start, [(0.5, output), (0.5, first)], from: timestep + stride, to: timestep)
        }
        if index == 0 { start = sample }
        outputs = outputs.suffix(3) + [output]
        let weights = Self.weights[outputs.count - 1]
        return try moved(
            sample, Array(zip(weights, outputs)), from: timestep, to: timestep - stride)
    }

    /// The weights of the four stages in the Runge-Kutta step that they end.
    private static let rungeKuttaWeights: [Double] = [1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6]

    /// The weights of Adams and Bashforth for one to four outputs, the newest last.
    private static let weights: [[Double]] = [
        [1],
        [-1.0 / 2, 3.0 / 2],
        [5.0 / 12, -16.0 / 12, 23.0 / 12],
        [-9.0 / 24, 37.0 / 24, -59.0 / 24, 55.0 / 24],
    ]

    /// Formula (9) of the paper: a sample moved along a mixture of outputs.
    private func moved(
        _ sample: Tensor, _ outputs: [(Double, Tensor)], from timestep: Int, to target: Int
    ) throws -> Tensor {
        let now = noise.level(at: min(max(timestep, 0), noise.count - 1))
        let next = noise.level(at: target, beyond: finalAlpha)
        let (a, b) = (now.alpha * now.alpha, next.alpha * next.alpha)
        let pull = -(b - a) / (a * next.sigma + now.alpha * now.sigma * next.alpha)
        let epsilon = prediction.noise(alpha: now.alpha, sigma: now.sigma)
        let kept = (next.alpha / now.alpha) + pull * epsilon.sample
        return try weightedSum(
            [(kept, sample)] + outputs.map { (pull * epsilon.output * $0.0, $0.1) })
    }

    /// The timesteps of the Runge-Kutta stages: a step's own, twice the middle, and the next one's.
    private static func rungeKutta(_ timesteps: [Int], half: Int) -> [Int] {
        (0..<3).flatMap { i in
            let middle = timesteps[i + 1] + half
            return [timesteps[i], middle, middle, timesteps[i + 1]]
        }
    }

    /// The timesteps with the second one twice.
    private static func repeatingSecond(_ timesteps: [Int]) -> [Int] {
        timesteps.count < 2 ? timesteps : [timesteps[0], timesteps[1]] + timesteps[1...]
    }
}
