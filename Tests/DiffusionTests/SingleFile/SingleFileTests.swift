import Diffusion
import Foundation
import Generation
import Images
import TestSupport
import Testing

/// Models of one file in the original layout, beside the same models as folders.
@Suite struct SingleFileTests {
    static let request = ImageRequest(
        prompt: "a lion having coffee", negative: "blurry", seed: 42, steps: 4, guidance: 5,
        size: ImageSize(width: 64, height: 96))

    @Test(arguments: ["sd15", "sdxl"])
    func aFileIsWhatItsFolderIs(_ name: String) async throws {
        let file = try await Checkpoint.load(Checkpoint.path(name))
        let folder = try await Checkpoint.load(Fixtures.path("single_file/" + name))
        #expect(file.identity.model == name)
        #expect(file.identity.family == folder.identity.family)
        #expect(file.settings.scheduler == folder.settings.scheduler)
        #expect(file.settings.steps == folder.settings.steps)
        #expect(file.settings.guidance == folder.settings.guidance)
        var request = Self.request
        for negative in [nil, "", "blurry"] {
            request.negative = negative
            let pictures = try await [file.pictures(of: request), folder.pictures(of: request)]
            #expect(pictures[0].map(\.pixels) == pictures[1].map(\.pixels))
            #expect(pictures[0].map(\.scheduler) == pictures[1].map(\.scheduler))
        }
    }

    /// Half precision numbers are the same numbers in single precision.
    @Test func theTypeInTheFileDoesNotMatter() async throws {
        var checkpoint = try Checkpoint("sdxl")
        let before = try await checkpoint.load().pictures(of: Self.request).first?.pixels
        for (name, entry) in checkpoint.file.tensors where entry.dtype == "F16" {
            let halves = entry.data.withUnsafeBytes { Array($0.bindMemory(to: UInt16.self)) }
            let floats = halves.map { Float(Float16(bitPattern: $0)) }
            checkpoint.file.tensors[name] = .init(
                dtype: "F32", shape: entry.shape, data: floats.withUnsafeBytes { Data($0) })
        }
        let after = try await checkpoint.load().pictures(of: Self.request).first?.pixels
        #expect(before != nil && before == after)
    }

    /// Files of full size, of which only the header is there: the values are a hole in the file.
    @Test(arguments: [("sd15", 512, "pndm"), ("sdxl", 1024, "euler")])
    func everyTensorOfFullSizeHasItsPlace(
        _ name: String, _ side: Int, _ scheduler: String
    ) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/full.safetensors"
        try Self.writeHole(Fixtures.path("single_file/\(name).header.json"), to: path)
        let engine = try await Checkpoint.load(path)
        #expect(engine.settings.size == ImageSize(width: side, height: side))
        #expect(engine.settings.sizeMultiple == 8)
        #expect(engine.settings.scheduler == scheduler)
        #expect(engine.pipeline.unet.contextWidth == (name == "sdxl" ? 2048 : 768))
        #expect(engine.pipeline.unet.pooledWidth == (name == "sdxl" ? 1280 : nil))
        #expect(engine.pipeline.vae.scalingFactor == (name == "sdxl" ? 0.13025 : 0.18215))
    }

    private static func writeHole(_ header: String, to path: String) throws {
        let json = try Data(contentsOf: URL(fileURLWithPath: header))
        let length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
        let entries = try JSONSerialization.jsonObject(with: json) as? [String: [String: Any]]
        let ends = try #require(entries).values.compactMap { ($0["data_offsets"] as? [Int])?.last }
        let end = try #require(ends.max())
        try (length + json).write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.truncate(atOffset: UInt64(8 + json.count + end))
        try file.close()
    }

    @Test func olderNamesOfTheTextEncoderAreRead() async throws {
        var checkpoint = try Checkpoint("sd15")
        let before = try await checkpoint.load().pictures(of: Self.request).first?.pixels
        let place = "cond_stage_model.transformer."
        for name in checkpoint.file.tensors.keys where name.hasPrefix(place + "text_model.") {
            checkpoint.rename(name, place + name.dropFirst(place.count + "text_model.".count))
        }
        let after = try await checkpoint.load().pictures(of: Self.request).first?.pixels
        #expect(before != nil && before == after)
    }

    @Test func leftOversOfTrainingDoNotMatter() async throws {
        var checkpoint = try Checkpoint("sd15")
        for name in [
            "betas", "log_one_minus_alphas_cumprod", "posterior_mean_coef2", "lvlb_weights",
            "logvar", "scale_factor", "global_step", "model_ema.diffusion_modelout2bias",
            "embedding_manager.embedder.x", "first_stage_model.loss.logvar",
            "first_stage_model.model_ema.decay",
            "cond_stage_model.logit_scale", "cond_stage_model.transformer.text_projection.weight",
        ] { checkpoint.add(name, [3]) }
        #expect(try await checkpoint.load().identity.family == "StableDiffusionPipeline")
        var large = try Checkpoint("sdxl")
        for name in ["denoiser.sigmas", "conditioner.embedders.0.logit_scale"] {
            large.add(name, [3])
        }
        #expect(try await large.load().identity.family == "StableDiffusionXLPipeline")
    }

    @Test func markersSayWhatTheModelPredicts() async throws {
        var checkpoint = try Checkpoint("sdxl")
        let usual = try await checkpoint.load().pictures(of: Self.request).first
        #expect(usual?.scheduler == "EulerDiscreteScheduler, leading, plain sigmas")
        checkpoint.file.metadata = ["modelspec.prediction_type": "epsilon"]
        let same = try await checkpoint.load().pictures(of: Self.request).first
        #expect(same?.scheduler == usual?.scheduler)
        checkpoint.file.metadata = ["modelspec.prediction_type": "v"]
        let told = try await checkpoint.load().pictures(of: Self.request).first
        #expect(told?.scheduler == "EulerDiscreteScheduler, leading, plain sigmas, v_prediction")
        checkpoint.file.metadata = [:]
        checkpoint.add("v_pred", [0])
        checkpoint.add("ztsnr", [0])
        let other = try await checkpoint.load().pictures(of: Self.request).first
        #expect(other?.scheduler == "EulerDiscreteScheduler, leading, plain sigmas, v_prediction")
        #expect(usual?.pixels != other?.pixels)
    }

    /// What `sha256sum` prints, and what sites list by which files are found.
    @Test func theDigestIsTheFiles() async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "sha256sum '\(Checkpoint.path("sd15"))'"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let expected = String(
            decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        let digest = try await Checkpoint.load(Checkpoint.path("sd15")).weightsDigest()
        #expect(digest == "sha256:" + expected.prefix(64))
    }
}
