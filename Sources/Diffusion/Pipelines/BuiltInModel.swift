import FoundationEssentials
import Glibc

/// The model that ships with Easel, found beside the program wherever that is run from.
package enum BuiltInModel {
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
