import Diagnostics
import Diffusion
import Foundation
import TestSupport
import Testing

/// Files that hold something else than a whole model: each is refused by what it is.
@Suite struct SingleFileRefusalTests {
    /// How a file is made of a fixture, and what is said of it; `FILE` stands for its path.
    struct Refusal: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var of = "sd15"
        var name = "model.safetensors"
        var message: String
        var hint: String
        var change: @Sendable (inout Checkpoint) -> Void = { _ in }
    }

    static let unet = "model.diffusion_model."
    static let folder = "get the model as a diffusers folder, and load that: `load ./folder`"
    static let whole =
        "get the whole model, with text encoder, UNet and VAE, as one file or as a diffusers folder"
    static let madeFor = "load the model that it was made for"

    /// A file of nothing but the tensors called so.
    static func only(_ names: String...) -> @Sendable (inout Checkpoint) -> Void {
        { checkpoint in
            checkpoint.file = EditableSafetensors([:])
            for name in names { checkpoint.add(name, [2, 2]) }
        }
    }

    static let refusals: [Refusal] = [
        Refusal(
            testDescription: "Stable Diffusion 2, by its text encoder",
            message: "`FILE` is Stable Diffusion 2 in a single file, which is not supported",
            hint: folder
        ) {
            $0.removeAll("cond_stage_model.")
            $0.add("cond_stage_model.model.positional_embedding", [77, 4])
        },
        Refusal(
            testDescription: "Stable Diffusion 2, by its UNet",
            message: "`FILE` is Stable Diffusion 2 in a single file, which is not supported",
            hint: folder
        ) { $0.add(unet + "middle_block.1.transformer_blocks.0.attn2.to_k.weight", [2, 1024]) },
        Refusal(
            testDescription: "the refiner", of: "sdxl",
            message: "`FILE` is SDXL's refiner, which goes on with another model's pictures",
            hint: madeFor
        ) {
            $0.removeAll("conditioner.embedders.0")
            for name in $0.file.tensors.keys where name.hasPrefix("conditioner.embedders.1") {
                $0.rename(name, name.replacing("embedders.1", with: "embedders.0"))
            }
        },
        Refusal(
            testDescription: "inpainting",
            message: "`FILE` is a model for inpainting: its UNet takes 9 channels, not 4",
            hint: "load the model that it was made from"
        ) { $0.add(unet + "input_blocks.0.0.weight", [8, 9, 3, 3]) },
        Refusal(
            testDescription: "editing",
            message: "`FILE` is a model that edits pictures: its UNet takes 8 channels, not 4",
            hint: "load the model that it was made from"
        ) { $0.add(unet + "input_blocks.0.0.weight", [8, 8, 3, 3]) },
        Refusal(
            testDescription: "EDM", of: "sdxl",
            message: "`FILE` is a model of the EDM kind, which is not supported",
            hint: "load a model of Stable Diffusion 1 or SDXL"
        ) { $0.add("edm_mean", [1, 4, 1, 1]) },
        Refusal(
            testDescription: "a LoRA of kohya's names",
            message: "`FILE` is a LoRA, a change to a model and no model", hint: madeFor,
            change: only("lora_unet_down_blocks_0_attentions_0_proj_in.lora_down.weight")),
        Refusal(
            testDescription: "a LoRA of diffusers' names",
            message: "`FILE` is a LoRA, a change to a model and no model", hint: madeFor,
            change: only("unet.down_blocks.0.attentions.0.proj_in.lora_A.weight")),
        Refusal(
            testDescription: "a ControlNet",
            message: "`FILE` is a ControlNet, which steers a model and is none", hint: madeFor,
            change: only("control_model.input_blocks.0.0.weight")),
        Refusal(
            testDescription: "a ControlNet of diffusers' names",
            message: "`FILE` is a ControlNet, which steers a model and is none", hint: madeFor,
            change: only("controlnet_cond_embedding.conv_in.weight")),
        Refusal(
            testDescription: "a textual inversion",
            message: "`FILE` is a textual inversion, a word for a model and no model",
            hint: madeFor, change: only("emb_params")),
        Refusal(
            testDescription: "SDXL's textual inversion",
            message: "`FILE` is a textual inversion, a word for a model and no model",
            hint: madeFor, change: only("clip_l", "clip_g")),
        Refusal(
            testDescription: "a UNet alone",
            message: "`FILE` is a UNet alone, without text encoder and VAE", hint: whole
        ) {
            $0.removeAll("cond_stage_model.")
            $0.removeAll("first_stage_model.")
        },
        Refusal(
            testDescription: "a UNet alone, without the outer name",
            message: "`FILE` is a UNet alone, without text encoder and VAE", hint: whole,
            change: only("input_blocks.0.0.weight")),
        Refusal(
            testDescription: "a VAE alone",
            message: "`FILE` is a VAE alone, without text encoder and UNet", hint: whole,
            change: only("encoder.down.0.block.0.conv1.weight")),
        Refusal(
            testDescription: "no VAE", message: "`FILE` has a UNet, but no VAE", hint: whole
        ) { $0.removeAll("first_stage_model.") },
        Refusal(
            testDescription: "no text encoder", message: "`FILE` has a UNet, but no text encoder",
            hint: whole
        ) { $0.removeAll("cond_stage_model.") },
        Refusal(
            testDescription: "one text encoder of two", of: "sdxl",
            message: "`FILE` has a UNet, but no first text encoder", hint: whole
        ) { $0.removeAll("conditioner.embedders.0.") },
        Refusal(
            testDescription: "a part of a folder",
            message: "`FILE` is one part of a diffusers repository",
            hint: "name the folder that holds `model_index.json`",
            change: only("down_blocks.0.resnets.0.conv1.weight")),
        Refusal(
            testDescription: "FLUX",
            message: "`FILE` is of another family, FLUX, which is not supported",
            hint: "load a model of Stable Diffusion 1 or SDXL",
            change: only(unet + "double_blocks.0.img_attn.qkv.weight")),
        Refusal(
            testDescription: "Stable Diffusion 3",
            message: "`FILE` is of another family, Stable Diffusion 3, which is not supported",
            hint: "load a model of Stable Diffusion 1 or SDXL",
            change: only(unet + "joint_blocks.0.x_block.attn.qkv.weight")),
        Refusal(
            testDescription: "a transformer",
            message: "`FILE` is of another family, a diffusion transformer, which is not supported",
            hint: "load a model of Stable Diffusion 1 or SDXL",
            change: only("transformer_blocks.0.attn.to_q.weight")),
        Refusal(
            testDescription: "something else",
            message: "`FILE` is neither Stable Diffusion 1 nor SDXL in a single file",
            hint: folder, change: only("a.b")),
        Refusal(
            testDescription: "nothing",
            message: "`FILE` is neither Stable Diffusion 1 nor SDXL in a single file",
            hint: folder, change: only()),
        Refusal(
            testDescription: "a pickle by its name", name: "model.ckpt",
            message: "`FILE` is pickled, which can hold programs and is not read",
            hint: "get the model as `.safetensors`, or convert it"),
        Refusal(
            testDescription: "another name", name: "model.txt",
            message: "`FILE` is neither a model's folder nor a `.safetensors` file",
            hint:
                "name the folder that holds `model_index.json`, or the `.safetensors` file of a whole model"
        ) { $0.name = "model.txt" },
    ]

    @Test(arguments: refusals)
    func isSaid(_ refusal: Refusal) async throws {
        var checkpoint = try Checkpoint(refusal.of)
        checkpoint.name = refusal.name
        refusal.change(&checkpoint)
        await Self.expect(refusal, at: checkpoint.path) { try await checkpoint.load() }
    }

    /// A pickle of today is a ZIP archive, whatever it is called.
    @Test func aPickleByItsBytesIsRefused() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("PK\u{3}\u{4}archive/data.pkl", to: "model.safetensors")
        await Self.expect(
            Refusal(
                testDescription: "",
                message:
                    "`FILE` is pickled, which can hold programs and is not read",
                hint: "get the model as `.safetensors`, or convert it"), at: path
        ) { try await Checkpoint.load(path) }
    }

    @Test func aPathThatLeadsNowhereIsSaid() async throws {
        for path in ["absent.safetensors", "/absent/model.safetensors"] {
            let error = await #expect(throws: LoadError.self) { try await Checkpoint.load(path) }
            #expect(error?.message == "there is no file `\(path)`")
        }
    }

    private static func expect(
        _ refusal: Refusal, at path: String, _ load: () async throws -> DiffusersEngine
    ) async {
        do {
            _ = try await load()
            Issue.record("it was loaded")
        } catch let error as any ExplainedError {
            #expect(error.message == refusal.message.replacing("FILE", with: path))
            #expect(error.hint == refusal.hint)
        } catch {
            Issue.record("\(error)")
        }
    }
}
