import CommandLanguage
import Foundation
import Shell
import TestSupport
import Testing

/// What TAB proposes after `load`.
@MainActor
@Suite struct LoadCompletionTests {
    @Test func namesFoldersAndFilesOfWeightsAreProposed() throws {
        let folder = try TemporaryFolder()
        for name in ["a.safetensors", "b.ckpt", "c.png"] { try folder.write("", to: name) }
        try FileManager.default.createDirectory(
            atPath: folder.path + "/models", withIntermediateDirectories: true)
        func proposed(_ text: String) -> [String] {
            Completer(Commands.table, SessionVocabulary(Transcript().session))
                .completions(of: text).candidates.map(\.text)
        }
        let begin = folder.path + "/"
        #expect(proposed("load " + begin) == ["a.safetensors", "models/"].map { begin + $0 })
        #expect(proposed("load sk").contains("sketch"))
    }
}
