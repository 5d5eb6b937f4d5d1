import Diffusion
import Generation
import Images
import TestSupport
import Testing

/// What pictures look like on their way.
@Suite struct PreviewTests {
    static func previews(
        _ engine: DiffusersEngine, _ request: ImageRequest, every steps: Int
    ) async throws -> (previews: [Preview], picture: RGBImage?) {
        var previews: [Preview] = []
        var picture: RGBImage?
        for try await event in engine.generate(request, previewEvery: steps) {
            switch event {
            case .preview(let preview): previews.append(preview)
            case .image(let image): picture = image.pixels
            default: break
            }
        }
        return (previews, picture)
    }

    /// Fixtures whose VAE is of a published family, and whose projection must be found.
    @Test(arguments: ["sd", "sd_v", "sdxl", "sketch"], ["fp32", "bf16"])
    func previewsLeaveThePictureAlone(_ model: String, _ precision: String) async throws {
        let engine = try await GenerationTests.engine(model, precision)
        let request = GenerationTests.request(steps: 4)
        let plain = try await engine.pictures(of: request).first?.pixels
        for steps in [1, 3] {
            #expect(try await Self.previews(engine, request, every: steps).picture == plain)
        }
        #expect(try await engine.pictures(of: request).first?.pixels == plain)
    }

    @Test func theyComeAsOftenAsIsAskedButNotInsteadOfThePicture() async throws {
        let engine = try await GenerationTests.engine("sd", "fp32")
        var request = GenerationTests.request(steps: 6)
        request.count = 2
        func steps(_ every: Int) async throws -> [String] {
            try await Self.previews(engine, request, every: every).previews.map {
                "\($0.progress.image): \($0.progress.step)/\($0.progress.total)"
            }
        }
        #expect(try await steps(2) == ["0: 2/6", "0: 4/6", "1: 2/6", "1: 4/6"])
        #expect(try await steps(5) == ["0: 5/6", "1: 5/6"])
        #expect(try await steps(6) == [])
        #expect(try await steps(0) == [])
        #expect(try await steps(-1) == [])
    }

    @Test func aPreviewHasAPixelForEachLatent() async throws {
        let engine = try await GenerationTests.engine("sketch", "bf16")
        let previews = try await Self.previews(engine, GenerationTests.request(), every: 1).previews
        #expect(previews.map { "\($0.pixels.width)x\($0.pixels.height)" } == ["8x12", "8x12"])
    }

    /// Each preview is nearer to the picture, and what it shows is not the noise.
    @Test func theyComeNearerToThePicture() async throws {
        let engine = try await GenerationTests.engine("sketch", "fp32")
        var request = GenerationTests.request(steps: 20)
        request.size = engine.settings.size
        request.scheduler = nil
        let (previews, picture) = try await Self.previews(engine, request, every: 6)
        let whole = Mosaic(try #require(picture), tile: 32)
        let differences = previews.compactMap {
            whole.difference(Mosaic($0.pixels, tile: 32 * $0.pixels.width / 256))
        }
        #expect(differences.count == 3)
        #expect(differences == differences.sorted(by: >))
        // Of the latents as they are, noise and all, it would be 37, 19 and 5.
        #expect(zip(differences, [30, 15, 4]).allSatisfy(<), "\(differences)")
    }
}
