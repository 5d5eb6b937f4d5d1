import Foundation
import TestSupport
import Testing

/// Models of one file in sessions and at the prompt.
@Suite struct SingleFileProgramTests {
    @Test func aSessionThatLoadedAFileIsReplayed() throws {
        let folder = try TemporaryFolder()
        let model = Fixtures.path("single_file/sd15.safetensors")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/lion.safetensors", withDestinationPath: model)
        let lines = """
            load ./lion.safetensors fp32
            gen "a lion" seed=3 steps=2 size=64x64
            session save lions
            """
        let made = try BuiltProgram.run([], input: lines + "\n", in: folder.path)
        #expect(made.status == 0, "\(made.messages)")
        let session = try folder.read("lions.easel")
        #expect(session.contains("#= model lion "))
        #expect(session.contains("#= weights sha256:"))
        #expect(!session.contains(folder.path))
        let replayed = try BuiltProgram.run(["replay", "lions", "verify"], in: folder.path)
        #expect(replayed.status == 0, "\(replayed.messages)")
        #expect(replayed.results.contains("image 1 · EXACT\n1 EXACT\n"), "\(replayed.results)")
    }

    /// A session says which weights it was made with: another file of the same name is found out.
    @Test func aReplayWithAnotherFileSaysSo() throws {
        let folder = try TemporaryFolder()
        func put(_ change: (inout EditableSafetensors) -> Void) throws {
            var file = try EditableSafetensors(path: Fixtures.path("single_file/sd15.safetensors"))
            change(&file)
            try folder.write(file.bytes(), to: "lion.safetensors")
        }
        try put { _ in }
        let lines = """
            load ./lion.safetensors fp32
            gen "a lion" seed=3 steps=2 size=64x64
            session save lions
            """
        let made = try BuiltProgram.run([], input: lines + "\n", in: folder.path)
        #expect(made.status == 0, "\(made.messages)")
        try put { file in
            let name = "first_stage_model.decoder.conv_out.bias"
            let size = file.tensors[name]?.data.count ?? 0
            file.tensors[name]?.data = Data(repeating: 0x38, count: size)  // 0.527 each
        }
        let replayed = try BuiltProgram.run(["replay", "lions", "verify"], in: folder.path)
        #expect(replayed.status == 3, "\(replayed.messages)")
        #expect(replayed.results.contains("weights"), "\(replayed.results)")
    }
}
