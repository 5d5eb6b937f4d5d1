import Diffusion
import Generation
import Testing

/// The sizes that go by the names of shapes.
@Suite struct AspectTests {
    @Test func sketchHasItsTable() async throws {
        let engine = try await GenerationTests.engine("sketch", "fp32")
        #expect(
            engine.settings.aspects.map { "\($0.name) \($0.size)" } == [
                "1:1 256x256", "16:9 352x192", "9:16 192x352", "4:3 288x224", "3:4 224x288",
                "3:2 320x224", "2:3 224x320",
            ])
    }

    @Test(arguments: ["sd", "sd_wide", "sdxl", "sdxl_turbo", "sketch"])
    func everySizeCanBeMade(_ model: String) async throws {
        let engine = try await GenerationTests.engine(model, "fp32")
        #expect(engine.settings.honoured.contains("aspect"))
        for aspect in engine.settings.aspects {
            var request = GenerationTests.request()
            request.size = aspect.size
            try engine.validate(request)
            let sides = aspect.name.split(separator: ":").compactMap { Double($0) }
            let lean = Double(aspect.size.width - aspect.size.height)
            #expect((sides[0] - sides[1]) * lean >= 0)
        }
    }

    @Test func whereAModelCanRunIsListed() throws {
        let devices = DiffusersLoader().devices
        let cpu = try #require(devices.first)
        #expect(cpu.name == "cpu")
        #expect(cpu.precisions.sorted() == ["bf16", "fp32"])
        let (total, free) = (try #require(cpu.memoryTotal), try #require(cpu.memoryFree))
        #expect(free > 0 && free < total)
    }
}
