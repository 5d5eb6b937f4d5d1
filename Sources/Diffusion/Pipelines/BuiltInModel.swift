import FoundationEssentials
package import Generation
import Glibc

/// The model that ships with Easel, found beside the program wherever that is run from.
package enum BuiltInModel {
    /// Its name, and a line about it.
    package static let known = KnownModel(
        name: "sketch",
        summary: "the built-in model: emoji-like pictures, 256x256, in under a second")
    /// What its card recommends.
    static let defaults = SamplingDefaults(steps: 20, guidance: 5)

    /// The folder of `sketch`.
    package static func folder() throws -> String {
        let candidates = searched()
        guard
            let found = candidates.first(where: {
                FileManager.default.fileExists(atPath: $0 + "/model_index.json")
            })
        else { throw LoadError.resourceMissing(searched: candidates) }
        return found
    }

    /// Where the folder can be: beside the program as built, and below `share` as installed.
    private static func searched() -> [String] {
        let bundle = "easel_Diffusion.resources/sketch"
        guard let program = realpath("/proc/self/exe", nil) else { return [] }
        defer { free(program) }
        let folder = URL(fileURLWithPath: String(cString: program)).deletingLastPathComponent()
        return [
            folder.appending(path: bundle).path,
            folder.deletingLastPathComponent().appending(path: "share/easel/" + bundle).path,
        ]
    }
}
