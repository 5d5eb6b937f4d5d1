import FoundationEssentials
import Glibc

/// Folders of files that ship with Easel, found beside the program wherever that is run from.
enum PackagedFiles {
    /// The packaged folder `name`, which holds `file`; `content` says in an error what is missing.
    static func folder(_ name: String, holding file: String, content: String) throws -> String {
        let candidates = searched(name)
        guard
            let found = candidates.first(where: {
                FileManager.default.fileExists(atPath: $0 + "/" + file)
            })
        else { throw LoadError.resourceMissing(content: content, searched: candidates) }
        return found
    }

    /// Where the folder can be: beside the program as built, and below `share` as installed.
    private static func searched(_ name: String) -> [String] {
        let bundle = "easel_Diffusion.resources/" + name
        guard let program = realpath("/proc/self/exe", nil) else { return [] }
        defer { free(program) }
        let folder = URL(fileURLWithPath: String(cString: program)).deletingLastPathComponent()
        return [
            folder.appending(path: bundle).path,
            folder.deletingLastPathComponent().appending(path: "share/easel/" + bundle).path,
        ]
    }
}
