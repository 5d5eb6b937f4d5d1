package import FoundationEssentials

/// What a scheduler is built from: a class, and the options of a repository's `scheduler_config.json`.
package struct SchedulerConfig: Sendable {
    /// The scheduler's class.
    package private(set) var kind: SchedulerKind
    /// The file that the options came from, for errors.
    package let source: String

    /// The options that the scheduler takes.
    private(set) var options: SchedulerOptions
    /// The options that another class takes over; a correction of a default is none of them.
    private var inherited: SchedulerOptions

    /// Reads a `scheduler_config.json`; `className`, which `model_index.json` gives, goes before the file's own.
    package init(contentsOf path: String, className: String? = nil) throws {
        guard let json = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            throw SchedulerError.unreadable(source: path)
        }
        try self.init(json: json, source: path, className: className)
    }

    /// Decodes the text of a `scheduler_config.json`.
    package init(json: Data, source: String, className: String? = nil) throws {
        let options = try SchedulerOptions(json: json, source: source)
        guard let name = className ?? options._className else {
            throw SchedulerError.noClass(source: source)
        }
        guard let kind = SchedulerKind(rawValue: name) else {
            throw SchedulerError.unknownClass(name, source: source)
        }
        self.kind = kind
        self.source = source
        self.options = options.normalized(for: kind)
        inherited = self.options
    }

    /// This configuration with another class, as diffusers' `from_config` makes it.
    ///
    /// Options of the file carry over, even those that the file's own class has no use for; the rest are the new
    /// class's defaults.
    package func switched(to choice: SchedulerChoice) -> SchedulerConfig {
        if choice == self.choice { return self }
        var config = self
        config.kind = choice.kind
        config.options = choice.applied(to: inherited).normalized(for: choice.kind)
        return config
    }

    /// This configuration as diffusers' `StableDiffusionPipeline` corrects old ones: `steps_offset` 1, no clipping.
    ///
    /// The SDXL pipeline corrects nothing.
    package func correctedForStableDiffusion() -> SchedulerConfig {
        var config = self
        config.options.stepsOffset = 1
        config.options.clipSample = false
        if inherited.stepsOffset != nil { config.inherited.stepsOffset = 1 }
        if inherited.clipSample != nil { config.inherited.clipSample = false }
        return config
    }

    /// The choice by which `set scheduler` would name what this builds.
    package var choice: SchedulerChoice {
        SchedulerChoice.all.last { $0.kind == kind && $0.describes(options) }
            ?? SchedulerChoice(kind: kind)
    }

    /// The scheduler of this configuration for a number of steps.
    package func makeScheduler(steps: Int) throws -> any Scheduler {
        try kind.type.init(config: self, steps: steps)
    }
}

extension SchedulerOptions {
    /// The options with the values that a class rewrites in its own configuration when it is made.
    fileprivate func normalized(for kind: SchedulerKind) -> SchedulerOptions {
        var options = self
        switch kind {
        case .dpmSolverMultistep:
            if algorithmType == "deis" { options.algorithmType = "dpmsolver++" }
            if let solverType, ["logrho", "bh1", "bh2"].contains(solverType) {
                options.solverType = "midpoint"
            }
        case .uniPCMultistep:
            if let solverType, ["midpoint", "heun", "logrho"].contains(solverType) {
                options.solverType = "bh2"
            }
        default: break
        }
        return options
    }
}
