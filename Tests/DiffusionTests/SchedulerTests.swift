import Diffusion
import FoundationEssentials
import Glibc
import Tensors
import Testing

@Suite struct SchedulerTests {
    @Test(arguments: [
        "repositories", "pndm", "ddim", "euler", "euler-a", "dpm", "unipc", "lcm", "switched",
    ])
    func schedulesAndTrajectoriesAreDiffusers(group: String) throws {
        let cases = try SchedulerFixtures.load(group)
        #expect(!cases.isEmpty)
        for example in cases {
            for run in example.runs {
                let name = "\(example.name), \(run.steps) steps"
                let scheduler = try build(example).makeScheduler(steps: run.steps)
                expectSchedule(scheduler, run, example, name)
                if !run.samples.isEmpty { try expectTrajectory(scheduler, run, name) }
            }
        }
    }

    @Test func aCopyIsAnIndependentRun() throws {
        let cases = try SchedulerFixtures.load("repositories")
        let example = try #require(cases.first)
        var scheduler = try build(example).makeScheduler(steps: 4)
        let sample = try Tensor([0.5, -1, 2], shape: [1, 3], on: .cpu)
        let first = try scheduler.step(
            output: sample, sample: sample, index: 0, noise: { sample })
        var copy = scheduler
        let ours = try scheduler.step(output: first, sample: first, index: 1, noise: { sample })
        _ = try scheduler.step(output: ours, sample: ours, index: 2, noise: { sample })
        let again = try copy.step(output: first, sample: first, index: 1, noise: { sample })
        #expect(try ours.floats() == again.floats())
    }

    /// A model that is right at every step: what it says leads back to the clean sample.
    @Test(arguments: SchedulerChoice.all.map(\.name), ["epsilon", "v_prediction"])
    func theEstimateIsTheCleanSample(choice: String, prediction: String) throws {
        let json = """
            {"_class_name": "DDIMScheduler", "prediction_type": "\(prediction)",
            "beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}
            """
        let config = try SchedulerConfig(json: Data(json.utf8), source: "here")
            .switched(to: try #require(SchedulerChoice(named: choice)))
        let scheduler = try config.makeScheduler(steps: 8)
        let (clean, noise) = (0.6, -1.3)
        for index in scheduler.timesteps.indices {
            let ratio = Double(scheduler.sigmas[index])
            let alpha = 1 / (ratio * ratio + 1).squareRoot()
            let sample =
                choice.hasPrefix("euler") ? clean + ratio * noise : alpha * (clean + ratio * noise)
            let output = prediction == "epsilon" ? noise : alpha * (noise - ratio * clean)
            let weights = scheduler.cleanEstimate(at: index)
            let estimate = weights.sample * sample + weights.output * output
            #expect(abs(estimate - clean) < 1e-4 * (1 + ratio), "step \(index)")
        }
    }

    private func build(_ example: SchedulerFixtures.Case) throws -> SchedulerConfig {
        var config = try SchedulerConfig(json: Data(example.config.utf8), source: example.name)
        if example.corrected { config = config.correctedForStableDiffusion() }
        if let name = example.choice {
            config = config.switched(to: try #require(SchedulerChoice(named: name)))
        }
        return config
    }

    private func expectSchedule(
        _ scheduler: any Scheduler, _ run: SchedulerFixtures.Run, _ example: SchedulerFixtures.Case,
        _ name: String
    ) {
        // torch's square root, which rescaling needs, is not rounded correctly on every machine.
        let rescales = example.config.contains("\"rescale_betas_zero_snr\": true")
        let relative: Float = rescales ? 1e-5 : 1e-6
        #expect(scheduler.timesteps.count == run.timesteps.count, "\(name): timesteps")
        let isWhole = run.timesteps.allSatisfy { $0 == $0.rounded() }
        expectClose(
            scheduler.timesteps, run.timesteps, absolute: 0, relative: isWhole ? 0 : 1e-6,
            "\(name): timestep")
        #expect(scheduler.sigmas.count == run.sigmas.count, "\(name): sigmas")
        expectClose(
            scheduler.sigmas, run.sigmas.map { $0 ?? .infinity }, absolute: 0, relative: relative,
            "\(name): sigma")
        expectClose(
            [scheduler.initialNoiseSigma], [run.initial], absolute: 0, relative: relative,
            "\(name): initial sigma")
    }

    private func expectTrajectory(
        _ scheduler: any Scheduler, _ run: SchedulerFixtures.Run, _ name: String
    ) throws {
        var scheduler = scheduler
        var generator = TorchGenerator(seed: 5)
        let shape: Shape = [2, 2, 3, 2]
        let start = generator.normals(shape.count).map { $0 * scheduler.initialNoiseSigma }
        // Where samples are large, diffusers subtracts large numbers and loses their last digits;
        // later steps slowly forget it.
        var lost: Float = 0
        var sample = try Tensor(start, shape: shape, on: .cpu)
        for (index, timestep) in scheduler.timesteps.enumerated() {
            let input = try scheduler.scaleModelInput(sample, at: index).floats()
            lost = max(0.9 * lost, 1e-7 * largest(try sample.floats()))
            let output = try Tensor(model(input, timestep), shape: shape, on: .cpu)
            sample = try scheduler.step(output: output, sample: sample, index: index) {
                try Tensor(generator.normals(shape.count), shape: shape, on: .cpu)
            }
            guard let expected = run.samples.first(where: { $0.after == index }) else { continue }
            expectClose(
                try sample.floats(), expected.values,
                absolute: 1e-5 * max(1, largest(expected.values)) + lost,
                relative: 1e-5, "\(name): sample after step \(index)")
        }
    }

    /// The stand-in for a denoiser that the fixtures were made with.
    private func model(_ sample: [Float], _ timestep: Float) -> [Float] {
        sample.enumerated().map { i, value in
            let x = Double(value)
            let wave = sin(0.01 * Double(timestep) + 0.5 * Double(i))
            return Float(0.8 * tanh(x) + 0.1 * x + 0.2 * wave)
        }
    }

    private func largest(_ values: [Float]) -> Float { values.map { abs($0) }.max() ?? 0 }

    private func expectClose(
        _ ours: [Float], _ theirs: [Float], absolute: Float, relative: Float, _ name: String
    ) {
        let bad = zip(ours, theirs).enumerated().first { _, pair in
            pair.0 != pair.1 && !(abs(pair.0 - pair.1) <= absolute + relative * abs(pair.1))
        }
        if let (index, (a, b)) = bad {
            Issue.record("\(name) \(index) is \(a), diffusers has \(b)")
        }
    }
}
