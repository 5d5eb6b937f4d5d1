import Diffusion
import Layers
import Synchronization
import Tensors
import TestSupport
import Testing

/// Single components against what diffusers and transformers make of the same inputs.
@Suite struct ModelParityTests {
    static let names = ["sd", "sd_v", "sd_wide", "sdxl", "sdxl_turbo"]

    /// A pipeline's component: its folder, and its weights in fp32.
    @Compute
    private static func component(
        _ pipeline: String, _ name: String, base: String = "diffusion_pytorch_model"
    ) throws -> (folder: String, weights: Weights) {
        let folder = Fixtures.path("pipelines/\(pipeline)/\(name)")
        let store = try WeightsFolder.open(
            folder, base: base, variants: [""], device: .cpu, dtype: .float32)
        return (folder, store.root)
    }

    /// Item `index` of a reference's tensor, pictures channels-last.
    @Compute
    private static func item(
        _ reference: ReferenceFile, _ name: String, _ index: Int
    ) throws -> Tensor {
        let shape = try #require(reference.shape(name))
        let count = shape.count / shape[0]
        let values = Array(
            try #require(try reference.floats(name))[index * count..<(index + 1) * count])
        guard shape.rank == 4 else {
            return try Tensor(values, shape: Shape([1] + shape.sizes.dropFirst()), on: .cpu)
        }
        let pixels = channelsLast(values, height: shape[2], width: shape[3], channels: shape[1])
        return try Tensor(pixels, shape: [1, shape[2], shape[3], shape[1]], on: .cpu)
    }

    /// Both items of a reference's tensor, pictures channels-last.
    @Compute
    private static func pair(_ reference: ReferenceFile, _ name: String) throws -> Tensor {
        try Tensor.stacked([item(reference, name, 0), item(reference, name, 1)])
    }

    /// Each row has its own timestep, text and sizes; the model takes one timestep, and so one row, at a time.
    @Test(arguments: names)
    @Compute
    func unetMatches(_ name: String) throws {
        let reference = try ReferenceFile("models/\(name).safetensors")
        let (folder, weights) = try Self.component(name, "unet")
        let unet = try UNet2DConditionModel(folder: folder, weights: weights)
        let timesteps = try #require(try reference.floats("unet.input.timestep"))
        #expect(timesteps == [981, 3])
        var outputs: [Tensor] = []
        for (row, timestep) in timesteps.enumerated() {
            var condition = UNetCondition(
                text: try Self.item(reference, "unet.input.encoder_hidden_states", row))
            if unet.pooledWidth != nil {
                condition.pooledText = try Self.item(reference, "unet.input.text_embeds", row)
                condition.timeIDs = try Self.item(reference, "unet.input.time_ids", row).floats()
            }
            let sample = try Self.item(reference, "unet.input.sample", row)
            outputs.append(try unet(sample, timestep: timestep, condition: condition))
        }
        let off = difference(
            "unet.output", try Tensor.stacked(outputs).channelsFirst(),
            try #require(try reference.floats("unet.output")), .chain)
        #expect(off == nil)
    }

    /// Two rows at once are the two rows by themselves.
    @Test(arguments: names)
    @Compute
    func unetMakesOfTwoRowsWhatItMakesOfEach(_ name: String) throws {
        let reference = try ReferenceFile("models/\(name).safetensors")
        let (folder, weights) = try Self.component(name, "unet")
        let unet = try UNet2DConditionModel(folder: folder, weights: weights)
        func condition(_ rows: [Int]) throws -> UNetCondition {
            func stack(_ name: String) throws -> Tensor {
                try Tensor.stacked(rows.map { try Self.item(reference, name, $0) })
            }
            var condition = UNetCondition(text: try stack("unet.input.encoder_hidden_states"))
            if unet.pooledWidth != nil {
                condition.pooledText = try stack("unet.input.text_embeds")
                condition.timeIDs = try stack("unet.input.time_ids").floats()
            }
            return condition
        }
        let sample = try Self.pair(reference, "unet.input.sample")
        let both = try unet(sample, timestep: 500, condition: condition([0, 1])).floats()
        let each = try (0..<2).flatMap {
            try unet(sample.items($0..<$0 + 1), timestep: 500, condition: condition([$0])).floats()
        }
        #expect(difference("rows", both, each, .block) == nil)
    }

    static let encoders =
        names.map { ($0, "text_encoder") }
        + [("sdxl", "text_encoder_2"), ("sdxl_turbo", "text_encoder_2")]

    /// Prompts that are empty, plain, in other scripts, and four times too long.
    @Test(arguments: encoders)
    @Compute
    func textEncoderMatches(_ name: String, _ component: String) throws {
        let reference = try ReferenceFile("models/\(name).safetensors")
        let (folder, weights) = try Self.component(name, component, base: "model")
        let encoder = try CLIPTextModel(
            folder: folder, weights: weights, projects: component == "text_encoder_2")
        let tokens = try #require(reference.integers(component + ".tokens"))
        let length = try #require(reference.shape(component + ".tokens"))[1]
        for row in 0..<4 {
            let ids = Array(tokens[row * length..<(row + 1) * length])
            let result = try encoder(ids)
            func check(_ part: String, _ value: Tensor) throws {
                let expected = try Self.item(reference, "\(component).\(part)", row)
                let off = difference(
                    "\(component).\(part) of prompt \(row)", try value.floats(),
                    try expected.floats(), .chain)
                #expect(off == nil)
            }
            try check("last_hidden_state", result.last)
            try check("penultimate", result.penultimate)
            if let projected = result.projected { try check("pooled", projected) }
        }
    }

    @Test(arguments: names)
    @Compute
    func decoderMatches(_ name: String) throws {
        let reference = try ReferenceFile("models/\(name).safetensors")
        let (folder, weights) = try Self.component(name, "vae")
        let vae = try AutoencoderKL(folder: folder, weights: weights)
        let latents = try Self.pair(reference, "vae.decode.input")
        let seen = Mutex<Set<String>>([])
        let picture = try Observation.observing { block, value in
            guard let expected = try? reference.floats("vae.\(block)"),
                let values = try? value.channelsFirst()
            else { return }
            seen.withLock { _ = $0.insert(block) }
            let off = difference(block, values, expected, .chain)
            if let off { Issue.record("\(off)") }
        } _: {
            try vae.decode(latents)
        }
        let off = difference(
            "vae.decode.output", try picture.channelsFirst(),
            try #require(try reference.floats("vae.decode.output")), .chain)
        #expect(off == nil)
        #expect(seen.withLock { $0.contains("decoder.mid_block") && $0.count > 5 })
    }

    @Test(arguments: names)
    @Compute
    func encoderMatches(_ name: String) throws {
        let reference = try ReferenceFile("models/\(name).safetensors")
        let (folder, weights) = try Self.component(name, "vae")
        let vae = try AutoencoderKL(folder: folder, weights: weights)
        let moments = try vae.encode(Self.pair(reference, "vae.encode.input"))
        let channels = vae.latentChannels
        let parts = ["mean": 0..<channels, "logvar": channels..<2 * channels]
        for (part, columns) in parts {
            let off = difference(
                part, try moments.columns(columns).compacted().channelsFirst(),
                try #require(try reference.floats("vae.encode.\(part)")), .chain)
            #expect(off == nil)
        }
    }
}
