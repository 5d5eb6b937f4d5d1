import Foundation
import TestSupport
import Testing

/// What the pages under `Documentation` name is there.
@Suite struct DocumentationTests {
    private static let root = Fixtures.path("../..")
    /// Files that the worked example of `AddingACommand.md` makes.
    private static let examples: Set = ["FactsCommand", "FactName", "NAME"]

    /// A page's name with what it says.
    private static func pages() throws -> [(name: String, text: String)] {
        try FileManager.default.contentsOfDirectory(atPath: root + "/Documentation").sorted()
            .filter { $0.hasSuffix(".md") }
            .map {
                ($0, try String(contentsOfFile: "\(root)/Documentation/\($0)", encoding: .utf8))
            }
    }

    /// The paths of all sources and tests, below the root.
    private static let files = ["Sources", "Tests", "Reference", "Benchmarks", "Scripts"]
        .flatMap { folder in
            (FileManager.default.enumerator(atPath: "\(root)/\(folder)")?.allObjects ?? [])
                .compactMap { $0 as? String }.map { "\(folder)/\($0)" }
        }

    @Test func filesAreThere() throws {
        let names = Set(Self.files.compactMap { $0.split(separator: "/").last.map(String.init) })
        for (page, text) in try Self.pages() {
            let paths = text.matches(
                of: #/\b(Sources|Tests|Reference|Benchmarks|Scripts)/[\w+/.-]*[\w+]/#)
            for path in paths where !Self.examples.contains(where: path.0.contains) {
                let isThere = FileManager.default.fileExists(atPath: "\(Self.root)/\(path.0)")
                #expect(isThere, "\(page): \(path.0)")
            }
            for name in text.matches(of: #/[\w+]+\.(swift|py|sh)\b/#)
            where !Self.examples.contains(where: name.0.contains) {
                let isThere = names.contains(String(name.0))
                #expect(isThere, "\(page): \(name.0)")
            }
            for link in text.matches(of: #/\]\(([^):]+)\)/#) {
                let isThere = FileManager.default.fileExists(
                    atPath: "\(Self.root)/Documentation/\(link.1)")
                #expect(isThere, "\(page): \(link.1)")
            }
        }
    }

    @Test func testsAndTypesAreThere() throws {
        let kinds = ["swift", "py", "c", "h"]
        let sources = try Self.files.filter { kinds.contains(($0 as NSString).pathExtension) }
            .map { try String(contentsOfFile: "\(Self.root)/\($0)", encoding: .utf8) }
        let words = Set(sources.joined(separator: "\n").split { !$0.isLetter && $0 != "_" })
        for (page, text) in try Self.pages() {
            for name in text.matches(of: #/`([A-Z][a-z]\w+)(\.\w+)*`/#).map(\.1)
            where !Self.examples.contains(String(name)) {
                let isThere = words.contains(name.prefix { $0.isLetter || $0 == "_" })
                #expect(isThere, "\(page): \(name)")
            }
            for test in text.matches(of: #/`(\w+Tests)\.(\w+)`/#) {
                let isThere = sources.contains {
                    $0.contains("struct \(test.1) ") && $0.contains("\(test.2)")
                }
                #expect(isThere, "\(page): \(test.0)")
            }
        }
    }
}
