/// A model on the disk, and what it is called.
package struct ModelFolder: Hashable, Sendable {
    /// Where its files are.
    package var path: String
    /// The name under which it is loaded (`sd15`).
    package var name: String
    /// Where its files came from, as an address.
    package var source: String
    /// The commit of the repository that its files are.
    package var revision: String?
    /// What its card recommends; nil means what its family recommends.
    package var recommended: Recommendation?

    /// What a model's card recommends.
    package struct Recommendation: Hashable, Sendable {
        /// Denoising steps.
        package var steps: Int
        /// The guidance scale.
        package var guidance: Double

        /// So many steps at that scale.
        package init(steps: Int, guidance: Double) {
            self.steps = steps
            self.guidance = guidance
        }
    }

    /// A folder of the given facts.
    package init(
        path: String, name: String, source: String, revision: String?,
        recommended: Recommendation? = nil
    ) {
        self.path = path
        self.name = name
        self.source = source
        self.revision = revision
        self.recommended = recommended
    }
}

/// Makes engines of models whose folders somebody else has found.
package protocol FolderLoader: EngineLoader {
    /// The classes of pipelines that it has engines for.
    var pipelines: [String] { get }

    /// Loads the model in a folder; what `request` says of the model itself does not count.
    func load(
        _ request: LoadRequest, from folder: ModelFolder,
        report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> any Engine
}

/// Which of a model's files of weights are taken where there are several precisions.
package enum WeightsVariants {
    /// The marks of the files, the best first; "" is that of the plain ones.
    package static func order(for precision: String?) -> [String] {
        switch precision {
        case nil: ["", "bf16", "fp16"]
        case "fp32": ["", "fp16", "bf16"]
        case let precision?: [precision] + ["", "fp16", "bf16"].filter { $0 != precision }
        }
    }

    /// Those that hold all that the precision can use, so that no other file is wanted.
    package static func sufficient(for precision: String?) -> [String] {
        switch precision {
        case nil: order(for: nil)
        case "fp32": [""]
        case let precision?: [precision, ""]
        }
    }
}
