import Foundation
import Shell
import TestSupport
import Testing

/// A session to export, in a folder of its own.
@MainActor
struct ExportSample {
    let folder: TemporaryFolder
    let transcript = Transcript()

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A prompt that would be markup everywhere, and turns what follows it around.
    static let hostile = "</pre><script>alert(1)</script> ``` \u{202E} & 'it' [x](y) *z*"

    /// A session of four pictures, a failure, an interruption, comments.
    func make() async throws {
        await transcript.run("# A lion\n# Two of <b>each</b>.\nload sketch\nset seed 7")
        await transcript.run("gen \"a lion\" n=2 # as it is")
        await transcript.run("\"\(Self.hostile)\" negative='\"dark\"' \\\n steps=3")
        await transcript.run("set steps 0")
        await transcript.run("gen partly seed=1; session save \(folder.path)/s")
        // As a shell records it that is interrupted in the first step.
        let text =
            try folder.read("s.easel")
            .replacing("seed 1 pixels", with: "seed 1 partial 1/4 pixels") + "#= interrupted\n"
        try folder.write(text, to: "s.easel")
        await transcript.run("session load \(folder.path)/s")
    }

    /// Exports the session to a file, and gives what is in it.
    func export(_ name: String) async throws -> String {
        #expect(await transcript.run("export '\(folder.path)/\(name)'") == .done)
        return try folder.read(name)
    }
}
