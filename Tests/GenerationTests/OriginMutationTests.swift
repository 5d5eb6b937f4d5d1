import Generation
import Images
import TestSupport
import Testing

/// Texts that are damaged, by accident or on purpose.
@Suite struct OriginMutationTests {
    @Test func aThousandMutationsNeverTrap() {
        for seed in 0..<1000 {
            var random = SeededRandom(seed: UInt64(seed))
            var texts = OriginSample.all[seed % OriginSample.all.count]
            for index in texts.indices {
                texts[index].text = mutated(texts[index].text, &random)
            }
            check(PictureOrigin(texts))
        }
    }

    /// Cuts, doubles and swaps parts, and puts in what is most likely to do harm.
    private func mutated(_ text: String, _ random: inout SeededRandom) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0...Int.random(in: 0..<8, using: &random) {
            let place = Int.random(in: 0...scalars.count, using: &random)
            let end = min(scalars.count, place + Int.random(in: 0..<40, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: scalars.removeSubrange(place..<end)
            case 1: scalars.insert(contentsOf: scalars[place..<end], at: place)
            case 2 where place < scalars.count:
                scalars.swapAt(place, Int.random(in: 0..<scalars.count, using: &random))
            default:
                let harm = Self.harms[Int.random(in: 0..<Self.harms.count, using: &random)]
                scalars.replaceSubrange(place..<end, with: harm.unicodeScalars)
            }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static let harms = [
        "\"", "\\", "\\u", "\\ud800", "{", "}", "[", "]", ",", ":", "\n", "\r\n", "NaN",
        "-Infinity", "1e999", "-1", "99999999999999999999999", "0x0", "[\"3\", 0]", "null", "\u{0}",
        "🏳️‍🌈", "e\u{301}", "Steps: 1, Seed: 2, Size: 3x4", "\"inputs\": ", "<lora:", "(",
    ]

    private func check(_ origin: PictureOrigin?) {
        guard let origin else { return }
        if let size = origin.size {
            #expect((1...65_536).contains(size.width) && (1...65_536).contains(size.height))
        }
        if let steps = origin.steps { #expect((1...1_000_000).contains(steps)) }
        if let guidance = origin.guidance { #expect(guidance.isFinite) }
        #expect(origin.notes.allSatisfy { !$0.contains("\n") && $0.count < 600 })
    }

    @Test(arguments: [
        String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000),
        String(repeating: "\"a\",", count: 100_000), String(repeating: "Steps: ", count: 50_000),
        "x: " + String(repeating: "\"", count: 100_000),
        String(repeating: "aa:\"\\", count: 50_000), String(repeating: "aa:[\"x\",", count: 50_000),
        String(repeating: "\n", count: 100_000), String(repeating: "<lora:", count: 50_000),
        "{\"a\": {\"class_type\": \"KSampler\", \"inputs\": "
            + String(repeating: "[", count: 100_000),
    ])
    func depthAndLengthNeverTrap(text: String) {
        for keyword in [
            "parameters", "prompt", "workflow", "invokeai_metadata", "sd-metadata", "Dream",
            "easel",
            "XML:com.adobe.xmp",
        ] {
            check(origin(keyword, text))
        }
    }
}
