package import Generation

/// The model that ships with Easel.
package enum BuiltInModel {
    /// Its name, and a line about it.
    package static let known = KnownModel(
        name: "sketch",
        summary: "the built-in model: emoji-like pictures, 256x256, in under a second")
    /// What its card recommends.
    static let defaults = SamplingDefaults(steps: 20, guidance: 5)

    /// The folder of `sketch`.
    package static func folder() throws -> String {
        try PackagedFiles.folder(
            "sketch", holding: "model_index.json", content: "the built-in model's files")
    }
}
