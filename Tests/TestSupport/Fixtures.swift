import FoundationEssentials

/// Where the tests' files are.
package enum Fixtures {
    /// The path of a file under `Tests/Fixtures`.
    package static func path(_ name: String) -> String {
        folder + "/" + name
    }

    private static let folder: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(2)
        return (parts + ["Fixtures"]).joined(separator: "/")
    }()
}
