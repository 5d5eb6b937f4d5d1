import Diagnostics
import Diffusion
import Foundation
import Generation
import TestSupport
import Testing

/// Pipelines with one of their JSON files changed at random: each loads and draws, or says why not, and never traps.
@Suite struct ConfigMutationTests {
    /// How many changes of each pipeline; a longer hunt sets EASEL_MUTATIONS.
    private static let count =
        ProcessInfo.processInfo.environment["EASEL_MUTATIONS"].flatMap { Int($0) } ?? 15

    @Test(arguments: ["sd", "sdxl", "sd_old_names"])
    func loadsOrExplains(_ pipeline: String) async throws {
        let folder = try PipelineFolder(pipeline)
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".json") || $0.hasSuffix(".txt") }.sorted()
        var random = SeededRandom(seed: 3)
        var outcomes = (worked: 0, refused: 0)
        for _ in 0..<Self.count {
            let file = files[Int.random(in: 0..<files.count, using: &random)]
            let original = try folder.text(file)
            try folder.write(Self.changed(original, using: &random), to: file)
            do {
                let engine = try await folder.load()
                let request = ImageRequest(
                    prompt: "a lion", seed: 1, steps: 4, guidance: 5,
                    size: ImageSize(width: 64, height: 64))
                #expect(try await engine.pictures(of: request).count == 1)
                outcomes.worked += 1
            } catch {
                let said = error as? any ExplainedError
                #expect(said != nil && said?.message.isEmpty == false, "\(file): \(error)")
                outcomes.refused += 1
            }
            try folder.write(original.utf8, to: file)
        }
        #expect(outcomes.worked > 0 && outcomes.refused > 0)
    }

    /// The text with one value of it changed, or, one time in eight, one byte.
    private static func changed(
        _ text: String, using random: inout SeededRandom
    ) throws -> Data {
        var bytes = Data(text.utf8)
        let json = try? JSONSerialization.jsonObject(with: bytes)
        guard let json, Int.random(in: 0..<8, using: &random) > 0 else {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            bytes[place] = UInt8.random(in: 0...255, using: &random)
            return bytes
        }
        let other = change(json, using: &random)
        return try JSONSerialization.data(withJSONObject: other, options: .fragmentsAllowed)
    }

    private static func change(_ json: Any, using random: inout SeededRandom) -> Any {
        let descends = Int.random(in: 0..<4, using: &random) > 0
        if var object = json as? [String: Any], descends,
            let key = object.keys.sorted().randomElement(using: &random), let value = object[key]
        {
            object[key] =
                Int.random(in: 0..<8, using: &random) == 0
                ? nil : change(value, using: &random)
            return object
        }
        if var list = json as? [Any], descends, !list.isEmpty {
            let place = Int.random(in: 0..<list.count, using: &random)
            list[place] = change(list[place], using: &random)
            return list
        }
        return replacement(using: &random)
    }

    private static func replacement(using random: inout SeededRandom) -> Any {
        let values: [Any] = [
            0, -1, 1, 2, 3, 7, 1000, 1 << 31, Int.max, Int.min, 1e300, -0.5, 0.5, 1e-30, "",
            "text", "\u{1F981}", NSNull(), true, false, [Any](), [String: Any](), [0],
            [1, 2, 3, 4],
            ["a", "b"],
        ]
        return values[Int.random(in: 0..<values.count, using: &random)]
    }
}
