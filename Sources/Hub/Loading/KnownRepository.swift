import Generation

/// A model that has a short name, and the repository that it is loaded from.
package struct KnownRepository: Sendable {
    /// The word after `load`.
    let name: String
    /// Where its files are.
    let repository: String
    /// One line about it.
    let summary: String
    /// The pipeline's class.
    let family: String
    /// What the card recommends, where the family recommends something else.
    var recommended: ModelFolder.Recommendation?

    /// Every such model; the licence and the gate are what the Hub says when it is asked.
    static let all = [
        KnownRepository(
            name: "sd15", repository: "sd-legacy/stable-diffusion-v1-5",
            summary: "Stable Diffusion 1.5: 512x512", family: "StableDiffusionPipeline"),
        KnownRepository(
            name: "sdxl", repository: "stabilityai/stable-diffusion-xl-base-1.0",
            summary: "Stable Diffusion XL: 1024x1024", family: "StableDiffusionXLPipeline"),
        KnownRepository(
            name: "sdxl-turbo", repository: "stabilityai/sdxl-turbo",
            summary: "Stable Diffusion XL in one step: 512x512, not for commercial use",
            family: "StableDiffusionXLPipeline",
            recommended: ModelFolder.Recommendation(steps: 1, guidance: 0)),
        KnownRepository(
            name: "qwen", repository: "Qwen/Qwen-Image", summary: "Qwen-Image: writes texts too",
            family: "QwenImagePipeline"),
        KnownRepository(
            name: "qwen-2512", repository: "Qwen/Qwen-Image-2512",
            summary: "Qwen-Image of December 2025", family: "QwenImagePipeline"),
        KnownRepository(
            name: "flux", repository: "black-forest-labs/FLUX.1-dev",
            summary: "FLUX.1 dev: needs a login and an accepted licence", family: "FluxPipeline"),
        KnownRepository(
            name: "flux-schnell", repository: "black-forest-labs/FLUX.1-schnell",
            summary: "FLUX.1 schnell, in four steps: needs a login", family: "FluxPipeline"),
    ]

    /// The names of all of them.
    package static var names: [String] { all.map(\.name) }

    /// Its name and the line about it.
    var model: KnownModel { KnownModel(name: name, summary: summary) }
}

/// A model that is asked for by the name of a repository or of a known one.
struct WantedModel: Sendable {
    /// What was typed, without a revision that a record asks for.
    let shown: String
    /// The repository, with the revision.
    let repository: RepositoryName
    /// What is known of it beforehand.
    let known: KnownRepository?

    /// What `text` asks for; nil where it names neither.
    init?(_ text: String, revision: String? = nil) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let word = parts.first.map(String.init) ?? ""
        known = KnownRepository.all.first { $0.name == word || $0.repository == word }
        let whole = known.map {
            ([$0.repository] + parts.dropFirst().map(String.init)).joined(separator: "@")
        }
        guard let named = RepositoryName(whole ?? text) else { return nil }
        if let revision {
            guard let pinned = named.at(revision) else { return nil }
            repository = pinned
        } else {
            repository = named
        }
        shown = text
    }

    /// Whether `text` is a known model's own name, which counts before a folder of the same name.
    static func isKnownName(_ text: String) -> Bool {
        KnownRepository.all.contains { text == $0.name || text.hasPrefix($0.name + "@") }
    }
}
