/// The classes of schedulers; the raw values are diffusers' names for them.
package enum SchedulerKind: String, CaseIterable, Sendable {
    /// Pseudo-numerical methods (PLMS), the default of Stable Diffusion 1.x.
    case pndm = "PNDMScheduler"
    /// Denoising diffusion implicit models, without noise.
    case ddim = "DDIMScheduler"
    /// Euler's method on sigmas.
    case eulerDiscrete = "EulerDiscreteScheduler"
    /// Euler's method with noise added at each step.
    case eulerAncestralDiscrete = "EulerAncestralDiscreteScheduler"
    /// DPM-Solver and DPM-Solver++ with history.
    case dpmSolverMultistep = "DPMSolverMultistepScheduler"
    /// The unified predictor and corrector.
    case uniPCMultistep = "UniPCMultistepScheduler"
    /// Latent consistency models.
    case lcm = "LCMScheduler"

    /// The type that makes the steps.
    var type: any Scheduler.Type {
        switch self {
        case .pndm: PNDMScheduler.self
        case .ddim: DDIMScheduler.self
        case .eulerDiscrete: EulerDiscreteScheduler.self
        case .eulerAncestralDiscrete: EulerAncestralDiscreteScheduler.self
        case .dpmSolverMultistep: DPMSolverMultistepScheduler.self
        case .uniPCMultistep: UniPCMultistepScheduler.self
        case .lcm: LCMScheduler.self
        }
    }
}
