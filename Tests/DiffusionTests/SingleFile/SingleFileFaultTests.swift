import Diagnostics
import Diffusion
import Foundation
import Generation
import Layers
import TestSupport
import Testing

/// Checkpoints of one file that are not quite right: what is wrong is said by the names that the file has, and nothing traps.
@Suite struct SingleFileFaultTests {
    /// A change of a fixture and what is said of it; `FILE` stands for its path.
    struct Fault: Sendable, CustomTestStringConvertible {
        var of = "sd15"
        var message: String
        var hint: String?
        var testDescription: String { message }
        var change: @Sendable (inout Checkpoint) -> Void

        init(
            of: String = "sd15", _ message: String, hint: String?,
            _ change: @escaping @Sendable (inout Checkpoint) -> Void
        ) {
            self.of = of
            self.message = message
            self.hint = hint
            self.change = change
        }
    }

    static let unet = "model.diffusion_model."
    static let second = "conditioner.embedders.1.model."
    static let folder = "get the model as a diffusers folder, and load that: `load ./folder`"

    static let faults: [Fault] = [
        Fault(
            "`FILE` has no tensor `model.diffusion_model.input_blocks.1.0.in_layers.2.bias`",
            hint: "the nearest it has: `model.diffusion_model.input_blocks.1.0.in_layers.0.bias`, "
                + "`model.diffusion_model.input_blocks.2.0.in_layers.2.bias`"
        ) { $0.removeAll(unet + "input_blocks.1.0.in_layers.2.bias") },
        Fault(
            "`FILE` has no tensor `first_stage_model.decoder.up.1.upsample.conv.weight`",
            hint: "the nearest it has: `first_stage_model.decoder.up.1.upsample.conv.bias`, "
                + "`first_stage_model.decoder.up.1.block.0.conv1.weight`"
        ) { $0.removeAll("first_stage_model.decoder.up.1.upsample.conv.weight") },
        Fault(
            of: "sdxl",
            "`FILE` has no tensor `\(second)transformer.resblocks.2.attn.in_proj_weight`",
            hint: "the nearest it has: `\(second)transformer.resblocks.0.attn.in_proj_weight`, "
                + "`\(second)transformer.resblocks.1.attn.in_proj_weight`"
        ) { $0.removeAll(second + "transformer.resblocks.2.attn.in_proj_weight") },
        Fault(
            "`FILE` has 1 tensor that StableDiffusionPipeline has no use for: `\(unet)out.3.bias`",
            hint: folder
        ) { $0.add(unet + "out.3.bias", [4]) },
        Fault(
            "`FILE` has 2 tensors that StableDiffusionPipeline has no use for: `a`, `b.c`",
            hint: folder
        ) {
            $0.add("b.c", [1])
            $0.add("a", [1])
        },
        Fault(
            of: "sdxl",
            "tensor `\(second)transformer.resblocks.0.attn.in_proj_weight` of `FILE` has the shape "
                + "[12, 3], and the tensors around it ask for [9, 3]", hint: folder
        ) { $0.add(second + "transformer.resblocks.0.attn.in_proj_weight", [12, 3]) },
        Fault(
            of: "sdxl",
            "`FILE` is damaged at tensor `\(second)transformer.resblocks.0.attn.in_proj_weight`: "
                + "its shape [10, 3] is not that of query, key and value, one under the other",
            hint: "download or copy the file again"
        ) { $0.add(second + "transformer.resblocks.0.attn.in_proj_weight", [10, 3]) },
        Fault(
            of: "sdxl",
            "`FILE` is damaged at tensor `\(second)transformer.resblocks.0.attn.in_proj_weight`: "
                + "its shape [0, 1099511627776, 1099511627776] is not that of query, key and value, "
                + "one under the other", hint: "download or copy the file again"
        ) {
            $0.add(second + "transformer.resblocks.0.attn.in_proj_weight", [0, 1 << 40, 1 << 40])
        },
        Fault(
            of: "sdxl",
            "the shapes in `FILE` make no model: `projection_dim` must lie between 1 and 16777216, "
                + "and is 0", hint: folder
        ) { $0.add(second + "text_projection", [1 << 60, 0]) },
        Fault(
            of: "sdxl",
            "tensor `\(second)text_projection` of `FILE` has the shape [3], from which its part of "
                + "the model cannot be told", hint: folder
        ) { $0.add(second + "text_projection", [3]) },
        Fault(
            "tensor `\(unet)out.0.bias` of `FILE` has the shape [9], and the tensors around it "
                + "ask for [8]", hint: folder
        ) { $0.add(unet + "out.0.bias", [9]) },
        Fault(
            "the shapes in `FILE` make no model: `block_out_channels` must lie between 1 and "
                + "16777216, and is 0", hint: folder
        ) { $0.add(unet + "input_blocks.9.0.op.weight", [16, 16, 3, 3]) },
        Fault(
            "the parts of `FILE` do not fit: `CLIP` has 49408 tokens, and "
                + "`cond_stage_model.transformer` knows 100",
            hint: "check that the model is complete, and all of it of one model"
        ) {
            $0.add(
                "cond_stage_model.transformer.text_model.embeddings.token_embedding.weight",
                [100, 5])
        },
    ]

    @Test(arguments: faults)
    func isExplained(_ fault: Fault) async throws {
        var checkpoint = try Checkpoint(fault.of)
        fault.change(&checkpoint)
        do {
            _ = try await checkpoint.load()
            Issue.record("it was loaded")
        } catch let error as any ExplainedError {
            #expect(error.message == fault.message.replacing("FILE", with: checkpoint.path))
            #expect(error.hint == fault.hint)
        }
    }

    @Test func aFileThatEndsTooSoonIsExplained() async throws {
        let folder = try TemporaryFolder()
        let whole = try Data(contentsOf: URL(fileURLWithPath: Checkpoint.path("sdxl")))
        for count in [0, 1, 7, 8, 9, 1000, 100_000, whole.count - 1] {
            let path = try folder.write(whole.prefix(count), to: "model.safetensors")
            let error = await #expect(throws: WeightsError.self, "\(count)") {
                try await Checkpoint.load(path)
            }
            #expect(error?.message.hasPrefix("`\(path)` is damaged") == true)
        }
    }

    /// How many changes of each file; a longer hunt sets EASEL_MUTATIONS.
    private static let count =
        ProcessInfo.processInfo.environment["EASEL_MUTATIONS"].flatMap { Int($0) } ?? 40

    /// Names, shapes and types changed at random, in a header that is good otherwise.
    @Test(arguments: ["sd15", "sdxl"])
    func loadsOrExplains(_ name: String) async throws {
        let original = try Checkpoint(name)
        let names = original.file.tensors.keys.sorted()
        var random = SeededRandom(seed: 5)
        var outcomes = (worked: 0, refused: 0)
        for _ in 0..<Self.count {
            var checkpoint = original
            let name = names[Int.random(in: 0..<names.count, using: &random)]
            Self.change(name, of: &checkpoint, using: &random)
            do {
                let engine = try await checkpoint.load()
                var request = SingleFileTests.request
                request.steps = 1
                #expect(try await engine.pictures(of: request).count == 1)
                outcomes.worked += 1
            } catch {
                let said = error as? any ExplainedError
                #expect(said != nil && said?.message.isEmpty == false, "\(name): \(error)")
                outcomes.refused += 1
            }
        }
        #expect(outcomes.worked > 0 && outcomes.refused > 0)
    }

    private static func change(
        _ name: String, of checkpoint: inout Checkpoint, using random: inout SeededRandom
    ) {
        guard var entry = checkpoint.file.tensors[name] else { return }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: checkpoint.file.tensors[name] = nil
        case 1: checkpoint.rename(name, name + ".x")
        case 2: checkpoint.rename(name, name.replacing(".0.", with: ".17."))
        case 3: checkpoint.add(name, [])
        case 4:
            let sides = [0, 1, 2, 3, 5, 8, 12, 16, 24]
            checkpoint.add(name, entry.shape.map { _ in sides.randomElement(using: &random) ?? 1 })
        default:
            entry.shape.reverse()
            entry.dtype = entry.dtype == "F16" ? "BF16" : "F16"
            checkpoint.file.tensors[name] = entry
        }
    }
}
