/// A scheduler by the names that Easel, diffusers, AUTOMATIC1111's web UI and other tools give it.
///
/// The one table for both directions: what Easel writes for other tools, and what it reads of them.
package struct SchedulerName: Hashable, Sendable {
    /// Easel's short name of the plain form (`dpm++`).
    package let name: String
    /// Whether there is also a form on Karras sigmas, whose short name ends in `-karras`.
    package let hasKarras: Bool
    /// The class in diffusers.
    let type: String
    /// The sampler in AUTOMATIC1111's web UI (`DPM++ 2M`).
    let sampler: String
    /// What other tools call it, in the form that `spelling(of:)` gives.
    let spellings: [String]

    private init(
        _ name: String, _ type: String, _ sampler: String, _ spellings: [String],
        hasKarras: Bool = false
    ) {
        self.name = name
        self.type = type
        self.sampler = sampler
        self.spellings = spellings
        self.hasKarras = hasKarras
    }

    /// Every scheduler that has a short name.
    ///
    /// `dpm++-sde` is no spelling of DPM++ 2M SDE: what other tools call DPM++ SDE is a method of its own.
    package static let all: [SchedulerName] = [
        .init("pndm", "PNDMScheduler", "PLMS", ["plms", "pndm"]),
        .init("ddim", "DDIMScheduler", "DDIM", ["ddim"]),
        .init("euler", "EulerDiscreteScheduler", "Euler", ["euler"], hasKarras: true),
        .init(
            "euler-a", "EulerAncestralDiscreteScheduler", "Euler a",
            ["euler-a", "euler-ancestral"]),
        .init(
            "dpm++", "DPMSolverMultistepScheduler", "DPM++ 2M", ["dpm++-2m", "dpm++-2"],
            hasKarras: true),
        .init(
            "dpm++-sde", "DPMSolverMultistepScheduler", "DPM++ 2M SDE",
            ["dpm++-2m-sde", "dpm++-2m-sde-gpu"], hasKarras: true),
        .init("unipc", "UniPCMultistepScheduler", "UniPC", ["unipc", "uni-pc", "uni-pc-bh2"]),
        .init("lcm", "LCMScheduler", "LCM", ["lcm"]),
    ]

    /// The scheduler of a class of diffusers with its settings (`DPMSolverMultistepScheduler, karras`).
    static func of(scheduler: String) -> SchedulerName? {
        let type = typeName(scheduler)
        let isSDE = scheduler.lowercased().contains("sde-dpmsolver")
        let candidates = all.filter { $0.type == type }
        return isSDE ? candidates.last : candidates.first
    }

    /// The short name for a class of diffusers with its settings.
    package static func shortName(of scheduler: String) -> String? {
        guard let found = of(scheduler: scheduler) else { return nil }
        let isKarras = found.hasKarras && scheduler.lowercased().contains("karras")
        return isKarras ? found.name + "-karras" : found.name
    }

    /// The class at the beginning of a scheduler's line.
    static func typeName(_ scheduler: String) -> String {
        scheduler.split { !($0.isLetter || $0.isNumber) }.first.map(String.init) ?? ""
    }
}

/// A scheduler as AUTOMATIC1111's web UI names it.
struct SamplerName: Hashable {
    /// The sampler (`Euler a`).
    let name: String
    /// The schedule of noise levels, where it has a name of its own there (`Karras`).
    let schedule: String?

    /// The name of a scheduler's class with its settings (`DPMSolverMultistepScheduler, karras`).
    init(scheduler: String) {
        schedule = scheduler.lowercased().contains("karras") ? "Karras" : nil
        name =
            SchedulerName.of(scheduler: scheduler)?.sampler
            ?? SchedulerName.typeName(scheduler).replacing("Scheduler", with: "")
    }
}
