import FoundationEssentials

/// A folder that lives as long as this value.
package final class TemporaryFolder: Sendable {
    /// Where it is.
    package let path: String

    /// A new and empty folder.
    package init() throws {
        path = FileManager.default.temporaryDirectory.path + "/easel-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file, making the folders that lead to it, and gives its path.
    @discardableResult
    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let file = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    /// Writes a file of text, making the folders that lead to it, and gives its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try write(text.utf8, to: name)
    }

    /// Reads a file of text.
    package func read(_ name: String) throws -> String {
        String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
    }

    /// The paths of all files below it.
    package func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path).map { path + "/" + $0 }
            .filter { file in
                var isFolder = false
                return FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
                    && !isFolder
            }
    }

    /// The names of its files.
    package var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// Copies a folder of the tests' files here, links followed; weights, which are large, become links.
    package func copyPipeline(_ source: String, to name: String = "") throws {
        let manager = FileManager.default
        for entry in try manager.contentsOfDirectory(atPath: source) {
            let (from, to) = (source + "/" + entry, name.isEmpty ? entry : name + "/" + entry)
            var isFolder = false
            guard manager.fileExists(atPath: from, isDirectory: &isFolder) else { continue }
            if isFolder {
                try manager.createDirectory(
                    atPath: path + "/" + to, withIntermediateDirectories: true)
                try copyPipeline(from, to: to)
            } else if entry.hasSuffix(".safetensors") {
                try manager.createSymbolicLink(
                    atPath: path + "/" + to, withDestinationPath: from)
            } else {
                try write(Data(contentsOf: URL(fileURLWithPath: from)), to: to)
            }
        }
    }
}
