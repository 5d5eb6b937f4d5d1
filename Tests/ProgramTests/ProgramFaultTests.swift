import Foundation
import TestSupport
import Testing

/// What the program says and how it ends where a command cannot be done, with real models.
@Suite struct ProgramFaultTests {
    /// Lines that are run in a folder with a copy `model` of a pipeline, and what they give.
    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// What is done to the copy.
        var change: @Sendable (TemporaryFolder) throws -> Void = { _ in }
        var commands: String
        /// What stdout begins with; nothing is on it where this is empty.
        var results = ""
        /// The line after `error: `.
        var message: String
        /// The line after `hint:  `, nil where there is none.
        var hint: String?
    }

    static let loading = "load ./model fp32 cpu"
    static let belongs = "check that the file belongs to this model's `config.json`"
    static let vae = "vae/diffusion_pytorch_model.safetensors"

    static let faults: [Fault] = [
        Fault(
            testDescription: "a missing key",
            change: { try $0.rename("\"decoder.conv_in.bias\"", to: "\"decoder.conv_on.bias\"") },
            commands: loading,
            message: "`DIR/model/\(vae)` has no tensor `decoder.conv_in.bias`",
            hint: "the nearest it has: `decoder.conv_on.bias`, `encoder.conv_in.bias`"),
        Fault(
            testDescription: "an extra key",
            change: { folder in
                try folder.add(#""decoder.more":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}"#)
            }, commands: loading,
            message: "`DIR/model/\(vae)` has 1 tensor that the model does not use: `decoder.more`",
            hint: belongs),
        Fault(
            testDescription: "a file cut short",
            change: { folder in
                let bytes = try folder.weights()
                try folder.replaceWeights(bytes.dropLast(1000))
            }, commands: loading, message: "`DIR/model/\(vae)` is damaged",
            hint: "download or copy the file again"),
        Fault(
            testDescription: "an unknown pipeline",
            change: {
                try $0.write(#"{"_class_name": "FluxPipeline"}"#, to: "model/model_index.json")
            }, commands: loading,
            message: "`_class_name` in `DIR/model/model_index.json` is `FluxPipeline`",
            hint: "supported: `StableDiffusionPipeline`, `StableDiffusionXLPipeline`"),
        Fault(
            testDescription: "a configuration that is no JSON",
            change: { try $0.write("block_out_channels = 4", to: "model/unet/config.json") },
            commands: loading, message: "`DIR/model/unet/config.json` is not JSON",
            hint: "download or copy the file again"),
        Fault(
            testDescription: "no prompt", commands: loading + "; gen \"\"",
            results: "model · StableDiffusionPipeline · fp32 · cpu",
            message: "the prompt `\"\"` is empty",
            hint: "say what the picture should show: `gen \"a lion having coffee\"`"),
        Fault(
            testDescription: "no steps", commands: "set steps 0",
            message: "`steps` must be a whole number from 1 to 1000, not `0`"),
        Fault(
            testDescription: "an odd size", commands: "set size 7x9",
            message: "`size` must be WIDTHxHEIGHT, each a multiple of 8 from 8 to 8192, not `7x9`",
            hint: "the nearest sizes are `8x8` and `8x16`"),
        Fault(
            testDescription: "a negative seed", commands: "set seed -1",
            message:
                "`seed` must be a whole number from 0 to 9223372036854775807, or `random`, not `-1`"
        ),
        Fault(
            testDescription: "no picture yet", commands: "save $last /nonexistent/out.png",
            message: "`$last` names no picture, since none has been made yet",
            hint: "make one first: `gen \"a lion having coffee\"`"),
        Fault(
            testDescription: "no folder to save in",
            commands: loading
                + "; gen a steps=1 size=16x16 seed=1 scheduler=ddim; save $last /nonexistent/out.png",
            results: "model · StableDiffusionPipeline · fp32 · cpu",
            message: "cannot write `/nonexistent/out.png`: there is no folder `/nonexistent`",
            hint: "make the folder first (`mkdir -p /nonexistent`), or name another one"),
    ]

    @Test(arguments: faults)
    func endsWithOneError(_ fault: Fault) throws {
        let folder = try TemporaryFolder()
        try folder.copyPipeline(Fixtures.path("pipelines/sd"), to: "model")
        try fault.change(folder)
        let outcome = try BuiltProgram.run(["-c", fault.commands + "; version"], in: folder.path)
        #expect(outcome.status == 1)
        #expect(outcome.results.hasPrefix(fault.results))
        #expect(fault.results.isEmpty == outcome.results.isEmpty)
        #expect(!outcome.results.contains("easel"))
        let lines = outcome.messages.split(separator: "\n").map(String.init)
        let errors = lines.filter { $0.hasPrefix("error: ") }
        #expect(errors.count == 1)
        let message = fault.message.replacing("DIR", with: folder.path)
        #expect(errors.first?.hasPrefix("error: " + message) == true, "\(outcome.messages)")
        #expect(
            lines.filter { $0.hasPrefix("hint:") } == fault.hint.map { ["hint:  " + $0] } ?? [])
    }

    /// Ctrl-C in the middle of a thousand steps.
    @Test func anInterruptEndsTheProgramAtOnce() throws {
        let folder = try TemporaryFolder()
        try folder.copyPipeline(Fixtures.path("pipelines/sd"), to: "model")
        let commands = Self.loading + "; gen a size=512x512 steps=1000 scheduler=euler; version"
        // The random seed is named when the work begins.
        let outcome = try BuiltProgram.run(
            ["-c", commands], in: folder.path, interruptedAfter: "seed ")
        #expect(outcome.status == 130)
        #expect(!outcome.results.contains("image"))
        #expect(!outcome.results.contains("easel"))
    }
}

extension TemporaryFolder {
    /// The bytes of the copied VAE's weights.
    fileprivate func weights() throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path + "/model/" + ProgramFaultTests.vae))
    }

    /// Puts other weights where the link to the fixture's is.
    fileprivate func replaceWeights(_ bytes: Data) throws {
        try FileManager.default.removeItem(atPath: path + "/model/" + ProgramFaultTests.vae)
        try write(bytes, to: "model/" + ProgramFaultTests.vae)
    }

    /// Changes a part of the weights' header for another as long.
    fileprivate func rename(_ old: String, to new: String) throws {
        var bytes = try weights()
        if let range = bytes.range(of: Data(old.utf8)) {
            bytes.replaceSubrange(range, with: new.utf8)
        }
        try replaceWeights(bytes)
    }

    /// Adds an entry to the weights' header.
    fileprivate func add(_ entry: String) throws {
        let bytes = try weights()
        let length = bytes.prefix(8).enumerated().reduce(0) {
            $0 + Int($1.element) << (8 * $1.offset)
        }
        var header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
        header = "{" + entry + "," + header.dropFirst()
        let size = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
        try replaceWeights(size + Data(header.utf8) + bytes[(8 + length)...])
    }
}
