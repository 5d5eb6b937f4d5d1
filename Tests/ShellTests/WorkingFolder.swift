import FoundationEssentials
import TestSupport
import Testing

/// The folder that this process works in, which one test at a time may choose.
@MainActor
enum WorkingFolder {
    private static var isTaken = false

    /// Runs `body` with `folder` as the working folder.
    static func at(_ folder: TemporaryFolder, _ body: @MainActor () async throws -> Void)
        async throws
    {
        while isTaken { await Task.yield() }
        isTaken = true
        defer { isTaken = false }
        let before = FileManager.default.currentDirectoryPath
        try #require(FileManager.default.changeCurrentDirectoryPath(folder.path))
        defer { _ = FileManager.default.changeCurrentDirectoryPath(before) }
        try await body()
    }
}
