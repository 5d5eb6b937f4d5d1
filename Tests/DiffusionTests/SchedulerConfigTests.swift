import Diagnostics
import Diffusion
import FoundationEssentials
import Testing

@Suite struct SchedulerConfigTests {
    private static let file = "model/scheduler/scheduler_config.json"

    @Test(arguments: [
        (
            #"{"_class_name": "DDIMScheduler", "thresholding": true}"#,
            "`thresholding` cannot be `true` as \(file) wants, only `false`"
        ),
        (
            #"{"_class_name": "DDIMScheduler", "beta_schedule": "sigmoid"}"#,
            "`beta_schedule` cannot be `sigmoid` as \(file) wants, "
                + "only `linear`, `scaled_linear`, `squaredcos_cap_v2`"
        ),
        (
            #"{"_class_name": "DDIMScheduler", "steps_offset": 9223372036854775807}"#,
            "`steps_offset` cannot be `9223372036854775807` as \(file) wants, only 0 to 1000"
        ),
        (
            #"{"_class_name": "DDIMScheduler", "clip_sample_range": -1}"#,
            "`clip_sample_range` cannot be `-1.0` as \(file) wants, only a number above 0"
        ),
        (
            #"{"_class_name": "DDIMScheduler", "rescale_betas_zero_snr": true, "timestep_spacing": "trailing"}"#,
            "`rescale_betas_zero_snr` cannot be `true` where `prediction_type` is `epsilon`, "
                + "as \(file) wants"
        ),
        (
            #"{"_class_name": "PNDMScheduler", "prediction_type": "sample"}"#,
            "`prediction_type` cannot be `sample` as \(file) wants, only `epsilon`, `v_prediction`"
        ),
        (
            #"{"_class_name": "PNDMScheduler", "num_train_timesteps": -3}"#,
            "`num_train_timesteps` cannot be `-3` as \(file) wants, only 2 to 100000"
        ),
        (
            #"{"_class_name": "PNDMScheduler", "trained_betas": [0.1, 2]}"#,
            "`trained_betas` cannot be `[2 numbers]` as \(file) wants, "
                + "only 1000 numbers between 0 and 1"
        ),
        (
            #"{"_class_name": "EulerDiscreteScheduler", "timestep_spacing": "random"}"#,
            "`timestep_spacing` cannot be `random` as \(file) wants, "
                + "only `linspace`, `leading`, `trailing`"
        ),
        (
            #"{"_class_name": "EulerDiscreteScheduler", "use_karras_sigmas": true, "use_beta_sigmas": true}"#,
            "`use_beta_sigmas` cannot be `true` where `use_karras_sigmas` is `true`, "
                + "as \(file) wants"
        ),
        (
            #"{"_class_name": "EulerDiscreteScheduler", "use_karras_sigmas": true, "sigma_min": 0}"#,
            "`sigma_min` cannot be `0.0` as \(file) wants, only a number above 0"
        ),
        (
            #"{"_class_name": "DPMSolverMultistepScheduler", "algorithm_type": "dpmsolver"}"#,
            "`algorithm_type` cannot be `dpmsolver` where `final_sigmas_type` is `zero`, "
                + "as \(file) wants"
        ),
        (
            #"{"_class_name": "DPMSolverMultistepScheduler", "solver_order": 4}"#,
            "`solver_order` cannot be `4` as \(file) wants, only 1 to 3"
        ),
        (
            #"{"_class_name": "DPMSolverMultistepScheduler", "variance_type": "learned_range"}"#,
            "`variance_type` cannot be `learned_range` as \(file) wants, only no learned variance"
        ),
        (
            #"{"_class_name": "UniPCMultistepScheduler", "use_flow_sigmas": true}"#,
            "`use_flow_sigmas` cannot be `true` as \(file) wants, only `false`"
        ),
        (
            #"{"_class_name": "UniPCMultistepScheduler", "solver_p": {"a": 1}}"#,
            "`solver_p` cannot be `a scheduler` as \(file) wants, only `null`"
        ),
        (
            #"{"_class_name": "UniPCMultistepScheduler", "lower_order_final": false}"#,
            "`lower_order_final` cannot be `false` where `final_sigmas_type` is `zero`, "
                + "as \(file) wants"
        ),
        (
            #"{"_class_name": "FlowMatchEulerDiscreteScheduler"}"#,
            "there is no scheduler of the class `FlowMatchEulerDiscreteScheduler`, "
                + "which \(file) names"
        ),
        (#"{"beta_start": 0.1}"#, "\(file) has no `_class_name`"),
        (
            #"{"_class_name": "DDIMScheduler", "num_train_timesteps": "many"}"#,
            "`num_train_timesteps` in \(file) is not of the type Int"
        ),
        (#"{"_class_name": "DDI"#, "\(file) is not a JSON object of scheduler options"),
        (#"[1]"#, "\(file) is not a JSON object of scheduler options"),
    ])
    func whatCannotBeHonouredIsRefused(json: String, message: String) {
        let error = #expect(throws: SchedulerError.self) {
            try SchedulerConfig(json: Data(json.utf8), source: Self.file).makeScheduler(steps: 4)
        }
        #expect(error?.message == message)
    }

    @Test(arguments: [
        ("PNDMScheduler", 0, "PNDMScheduler cannot make 0 steps, only 4 to 1000", "`set steps 4`"),
        (
            "DDIMScheduler", 1001, "DDIMScheduler cannot make 1001 steps, only 1 to 1000",
            "`set steps 1000`"
        ),
        ("LCMScheduler", 51, "LCMScheduler cannot make 51 steps, only 1 to 50", "`set steps 50`"),
        (
            "EulerDiscreteScheduler", -1,
            "EulerDiscreteScheduler cannot make -1 steps, only 1 to 1000",
            "`set steps 1`"
        ),
        (
            "UniPCMultistepScheduler", 1000,
            "UniPCMultistepScheduler cannot make 1000 steps, "
                + "since two would be at the same noise level", "`set steps` to a smaller number"
        ),
    ])
    func stepsOutOfRangeAreRefused(name: String, steps: Int, message: String, hint: String) {
        let error = #expect(throws: SchedulerError.self) {
            try config(#"{"_class_name": "\#(name)"}"#).makeScheduler(steps: steps)
        }
        #expect(error?.message == message)
        #expect(error?.hint == hint)
    }

    @Test func aTimestepThatTheModelDoesNotKnowIsRefused() {
        let error = #expect(throws: SchedulerError.self) {
            try config(#"{"_class_name": "DDIMScheduler", "steps_offset": 1}"#)
                .makeScheduler(steps: 1000)
        }
        #expect(
            error?.message
                == "1000 steps lead to the timestep 1000, but \(Self.file) knows none above 999")
    }

    @Test func anAbsentFileIsNamed() {
        let error = #expect(throws: SchedulerError.self) {
            try SchedulerConfig(contentsOf: "/nowhere/scheduler_config.json")
        }
        #expect(error?.message == "/nowhere/scheduler_config.json cannot be read")
    }

    @Test func everyStepCountMakesAScheduleThatEnds() throws {
        for kind in SchedulerKind.allCases {
            for spacing in ["linspace", "leading", "trailing"] {
                let config = try config(
                    #"{"_class_name": "\#(kind.rawValue)", "timestep_spacing": "\#(spacing)"}"#)
                for steps in [4, 7, 13, 30, 49] + (kind == .lcm ? [] : [61, 103, 333, 500, 999]) {
                    let scheduler = try config.makeScheduler(steps: steps)
                    let name = "\(kind), \(spacing), \(steps)"
                    #expect(scheduler.timesteps.allSatisfy { (0...999).contains($0) }, "\(name)")
                    #expect(scheduler.sigmas.count == scheduler.timesteps.count + 1, "\(name)")
                    #expect(scheduler.sigmas.allSatisfy { $0.isFinite }, "\(name)")
                }
            }
        }
    }

    @Test func infinityAsPythonWritesItIsRead() throws {
        let json =
            #"{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity}"#
        #expect(try config(json).makeScheduler(steps: 20).timesteps.count == 20)
    }

    @Test func theClassThatTheIndexNamesGoesFirst() throws {
        let json = Data(#"{"_class_name": "PNDMScheduler"}"#.utf8)
        let config = try SchedulerConfig(
            json: json, source: Self.file, className: "DDIMScheduler")
        #expect(config.kind == .ddim)
    }

    @Test(arguments: [
        ("euler-a", "euler-a"), ("Euler a", "euler-a"), ("euler_ancestral", "euler-a"),
        ("EulerAncestralDiscreteScheduler", "euler-a"), ("DPM++ 2M Karras", "dpm++-karras"),
        ("dpmpp_2m_sde", "dpm++-sde"), ("DPMSolverMultistepScheduler", "dpm++"),
        ("plms", "pndm"), ("uni_pc", "unipc"), ("LCM", "lcm"),
    ])
    func schedulersGoByManyNames(typed: String, name: String) {
        #expect(SchedulerChoice(named: typed)?.name == name)
    }

    @Test func anUnknownNameIsNone() {
        #expect(SchedulerChoice(named: "heun") == nil)
        #expect(SchedulerChoice(named: "") == nil)
    }

    @Test func everyChoiceIsFoundByItsNameAndDescribesWhatItMakes() throws {
        let base = try config(#"{"_class_name": "PNDMScheduler", "skip_prk_steps": true}"#)
        for choice in SchedulerChoice.all {
            #expect(SchedulerChoice(named: choice.name) == choice)
            #expect(base.switched(to: choice).choice == choice)
        }
    }

    @Test func theSummaryNamesWhatMatters() throws {
        let base = try config(
            #"{"_class_name": "DDIMScheduler", "prediction_type": "v_prediction"}"#)
        #expect(
            try base.makeScheduler(steps: 4).summary == "DDIMScheduler, leading, v_prediction")
        let karras = base.switched(to: try #require(SchedulerChoice(named: "dpm++-karras")))
        #expect(
            try karras.makeScheduler(steps: 4).summary
                == "DPMSolverMultistepScheduler, dpmsolver++, order 2, karras sigmas, v_prediction")
    }

    private func config(_ json: String) throws -> SchedulerConfig {
        try SchedulerConfig(json: Data(json.utf8), source: Self.file)
    }
}
