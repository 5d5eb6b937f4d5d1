import Foundation
import Generation
import Testing

/// Requests as they stand in PNG files and sessions.
@Suite struct ImageRequestTests {
    static let size = ImageSize(width: 64, height: 96)

    /// What Easel 0.1 wrote, which knew no `trueCFG` and no `magic`.
    @Test func aRecordWithoutTheNewerKeysIsRead() throws {
        let json = """
            {"count":1,"guidance":7.5,"negative":"blurry","prompt":"a lion","seed":42,\
            "size":{"height":96,"width":64},"steps":20}
            """
        let request = try JSONDecoder().decode(ImageRequest.self, from: Data(json.utf8))
        #expect(
            request
                == ImageRequest(
                    prompt: "a lion", negative: "blurry", seed: 42, steps: 20, guidance: 7.5,
                    size: Self.size))
    }

    @Test func everyDecisionSurvivesJSON() throws {
        let request = ImageRequest(
            prompt: "a lion", negative: "", seed: .max, steps: 1, guidance: 3.5, trueCFG: 4,
            magic: "zh", size: Self.size, scheduler: "euler", count: 3)
        let json = try JSONEncoder().encode(request)
        #expect(try JSONDecoder().decode(ImageRequest.self, from: json) == request)
    }
}
