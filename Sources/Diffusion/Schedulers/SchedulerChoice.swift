/// A scheduler that `set scheduler` can name: a class, and the options that its name implies.
package struct SchedulerChoice: Hashable, Sendable {
    /// The short name (`dpm++-karras`).
    package let name: String
    /// What it is, in a few words.
    package let summary: String
    /// The class.
    package let kind: SchedulerKind

    private let aliases: [String]
    private let usesKarras: Bool
    private let usesNoise: Bool

    private init(
        _ name: String, _ summary: String, _ kind: SchedulerKind, aliases: [String] = [],
        usesKarras: Bool = false, usesNoise: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.kind = kind
        self.aliases = aliases
        self.usesKarras = usesKarras
        self.usesNoise = usesNoise
    }

    /// Every choice, each class's plain one before its variants.
    package static let all: [SchedulerChoice] = [
        .init("pndm", "pseudo linear multistep", .pndm, aliases: ["plms"]),
        .init("ddim", "denoising diffusion implicit models", .ddim),
        .init("euler", "Euler's method", .eulerDiscrete),
        .init(
            "euler-karras", "Euler's method on Karras sigmas", .eulerDiscrete, usesKarras: true),
        .init(
            "euler-a", "Euler's method with fresh noise at each step", .eulerAncestralDiscrete,
            aliases: ["euler-ancestral"]),
        .init(
            "dpm++", "DPM-Solver++ multistep", .dpmSolverMultistep,
            aliases: ["dpm++-2m", "dpmpp-2m", "dpmsolver++"]),
        .init(
            "dpm++-karras", "DPM-Solver++ multistep on Karras sigmas", .dpmSolverMultistep,
            aliases: ["dpm++-2m-karras", "dpmpp-2m-karras"], usesKarras: true),
        .init(
            "dpm++-sde", "DPM-Solver++ multistep with fresh noise at each step",
            .dpmSolverMultistep,
            aliases: ["dpm++-2m-sde", "dpmpp-2m-sde"], usesNoise: true),
        .init(
            "dpm++-sde-karras", "DPM-Solver++ multistep with fresh noise, on Karras sigmas",
            .dpmSolverMultistep, aliases: ["dpm++-2m-sde-karras", "dpmpp-2m-sde-karras"],
            usesKarras: true, usesNoise: true),
        .init("unipc", "unified predictor and corrector", .uniPCMultistep, aliases: ["uni-pc"]),
        .init("lcm", "latent consistency, in a few steps", .lcm),
    ]

    /// The plain choice of a class.
    init(kind: SchedulerKind) {
        self =
            Self.all.first { $0.kind == kind }
            ?? SchedulerChoice(kind.rawValue, kind.rawValue, kind)
    }

    /// The choice that a person named: a short name, diffusers' class name, or what other tools call it (`Euler a`).
    package init?(named name: String) {
        let words = name.lowercased().split { $0 == "-" || $0 == "_" || $0 == " " }
        let spelling = words.joined(separator: "-")
        let found = Self.all.first { choice in
            choice.name == spelling || choice.aliases.contains(spelling)
                || choice.kind.rawValue.lowercased() == spelling
        }
        guard let found else { return nil }
        self = found
    }

    /// The options with those that this choice's name implies.
    func applied(to options: SchedulerOptions) -> SchedulerOptions {
        var options = options
        if usesKarras {
            options.useKarrasSigmas = true
            options.useExponentialSigmas = false
            options.useBetaSigmas = false
            options.useLuLambdas = false
        }
        if usesNoise { options.algorithmType = "sde-dpmsolver++" }
        return options
    }

    /// Whether the options are those that this choice's name implies.
    func describes(_ options: SchedulerOptions) -> Bool {
        (!usesKarras || options.useKarrasSigmas == true)
            && (!usesNoise || options.algorithmType == "sde-dpmsolver++")
    }
}
