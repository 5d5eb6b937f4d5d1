import Foundation
import Hub
import TestSupport
import Testing

/// The cache beside the one that huggingface_hub makes of the same repository.
@Suite struct LayoutTests {
    /// The list is written by `Scripts/check-hub.sh --write`, and has to be again where the tiny pipeline changes.
    @Test func theTreeIsTheOneThatPythonMakes() async throws {
        let served = try ServedRepository(
            HubBench.pipeline, folder: Fixtures.path("pipelines/sd"))
        let bench = try HubBench([served])
        try await bench.download()
        let recorded = try String(
            contentsOfFile: Fixtures.path("hub/layout.txt"), encoding: .utf8
        ).split(separator: "\n").map(String.init)
        #expect(bench.tree.sorted() == recorded.sorted())
    }
}
