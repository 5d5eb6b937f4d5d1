import Diffusion
import Generation
import Images
import Synchronization
import Tensors
import TestSupport
import Testing

/// Whole pipelines against diffusers, block by block: the first block that differs is the one that is named.
@Suite struct PipelineParityTests {
    /// A request that the reference made, by the letter of its tensors' names.
    struct Case: CustomStringConvertible, Sendable {
        var pipeline: String
        var letter: String
        var size: ImageSize
        var negative: String?
        var guidance: Double?
        var description: String { "\(pipeline) \(letter)" }
    }

    static let cases: [Case] = [
        Case(pipeline: "sd", letter: "a", size: .init(width: 64, height: 96), negative: "blurry"),
        Case(pipeline: "sd", letter: "b", size: .init(width: 88, height: 64), guidance: 3),
        Case(
            pipeline: "sd_old_names", letter: "a", size: .init(width: 64, height: 96),
            negative: "blurry"),
        Case(pipeline: "sd_v", letter: "a", size: .init(width: 64, height: 96), negative: "blurry"),
        Case(pipeline: "sd_v", letter: "b", size: .init(width: 72, height: 40)),
        Case(
            pipeline: "sd_wide", letter: "a", size: .init(width: 64, height: 96), negative: "blurry"
        ),
        Case(pipeline: "sd_wide", letter: "b", size: .init(width: 24, height: 40)),
        Case(pipeline: "sdxl", letter: "a", size: .init(width: 64, height: 96), negative: "blurry"),
        Case(pipeline: "sdxl", letter: "b", size: .init(width: 96, height: 56)),
        Case(
            pipeline: "sdxl", letter: "c", size: .init(width: 64, height: 64), negative: "",
            guidance: 3),
        Case(
            pipeline: "sdxl_turbo", letter: "a", size: .init(width: 64, height: 96),
            negative: "blurry"),
        Case(pipeline: "sdxl_turbo", letter: "b", size: .init(width: 80, height: 64), guidance: 0),
    ]

    @Test(arguments: cases)
    func matchesDiffusers(_ test: Case) async throws {
        try await Self.compare(test)
    }

    @Compute
    private static func compare(_ test: Case) throws {
        let path = Fixtures.path("pipelines/\(test.pipeline)")
        let engine = try DiffusersLoader().load(
            LoadRequest(model: path, precision: "fp32", device: "cpu"), report: { _ in })
        let reference = try ReferenceFile("pipelines/\(test.pipeline)/expected.safetensors")
        let request = ImageRequest(
            prompt: "a lion having coffee", negative: test.negative, seed: 42, steps: 4,
            guidance: test.guidance ?? engine.settings.guidance, size: test.size)
        let comparison = Comparison(reference: reference, letter: test.letter)

        try Observation.observing(comparison.observe) {
            var denoising = try Denoising(engine.pipeline, request, note: { _ in })
            try comparison.check("latents.initial", denoising.latents)
            while denoising.step < denoising.total {
                let step = denoising.step
                try denoising.advance()
                try comparison.check("latents.\(step)", denoising.latents)
            }
            let picture = try LatentDecoder(engine.pipeline)(denoising.latents, note: { _ in })
            comparison.check(picture.bytes)
        }
        #expect(comparison.count > 4)
    }
}

/// Compares what a pipeline shows with what the reference wrote down, stopping at the first difference.
private final class Comparison: Sendable {
    private let reference: ReferenceFile
    private let letter: String
    private let seen = Mutex<(names: Set<String>, failed: Bool)>(([], false))

    init(reference: ReferenceFile, letter: String) {
        self.reference = reference
        self.letter = letter
    }

    /// How many tensors were compared.
    var count: Int { seen.withLock { $0.names.count } }

    /// Compares a block's first result with the reference's, where it has one.
    @Sendable func observe(_ name: String, _ value: Tensor) {
        for part in ["unet", "vae", "text_encoder", "text_encoder_2"]
        where seen.withLock({ !$0.names.contains("\(part).\(name)") }) {
            try? check("\(part).\(name)", value)
        }
    }

    func check(_ name: String, _ value: Tensor) throws {
        guard let expected = try reference.floats("\(letter).\(name)") else { return }
        report(name, difference(name, try value.channelsFirst(), expected, .chain))
    }

    func check(_ pixels: [UInt8]) {
        let expected = (reference.bytes("\(letter).image") ?? []).map(Float.init)
        let off = Tolerance(absolute: 1, relative: 0)
        report("image", difference("image", pixels.map(Float.init), expected, off))
    }

    private func report(_ name: String, _ difference: String?) {
        let isFirst = seen.withLock { seen in
            seen.names.insert(name)
            defer { seen.failed = seen.failed || difference != nil }
            return difference != nil && !seen.failed
        }
        if let difference, isFirst { Issue.record("\(difference)") }
    }
}
