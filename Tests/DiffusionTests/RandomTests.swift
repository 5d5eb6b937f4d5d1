import Diffusion
import FoundationEssentials
import TestSupport
import Testing

/// What PyTorch drew, from `Reference/random_fixtures.py`.
private struct TorchDraws: Decodable {
    struct Integers: Decodable {
        let seed: String
        let values: [UInt32]
    }
    struct Normals: Decodable {
        let seed: String
        let sizes: [Int]
        let draws: [[Float]]
    }
    struct Big: Decodable {
        let seed: String
        let size: Int
        let stride: Int
        let strided: [Float]
        let tail: [Float]
        let after: [Float]
    }
    let integers: [Integers]
    let normals: [Normals]
    let big: [Big]

    static func load() throws -> TorchDraws {
        let file = URL(fileURLWithPath: Fixtures.path("random/torch-cpu.json"))
        return try JSONDecoder().decode(TorchDraws.self, from: Data(contentsOf: file))
    }
}

@Suite struct RandomTests {
    private let torch: TorchDraws

    init() throws { torch = try TorchDraws.load() }

    @Test func integersAreTorchsBitForBit() throws {
        for expected in torch.integers {
            var generator = try generator(expected.seed)
            let drawn = expected.values.indices.map { _ in generator.nextUInt32() }
            #expect(drawn == expected.values, "seed \(expected.seed)")
        }
    }

    @Test func normalsAreTorchsAcrossConsecutiveDraws() throws {
        for expected in torch.normals {
            var generator = try generator(expected.seed)
            for (size, draw) in zip(expected.sizes, expected.draws) {
                let name = "seed \(expected.seed), sizes \(expected.sizes), draw of \(size)"
                expectNormals(generator.normals(size), draw, name)
            }
        }
    }

    @Test func largeDrawsAreTorchs() throws {
        for expected in torch.big {
            var generator = try generator(expected.seed)
            let drawn = generator.normals(expected.size)
            let strided = stride(from: 0, to: drawn.count, by: expected.stride).map { drawn[$0] }
            expectNormals(strided, expected.strided, "\(expected.size), strided")
            expectNormals(Array(drawn.suffix(33)), expected.tail, "\(expected.size), tail")
            expectNormals(generator.normals(20), expected.after, "\(expected.size), after")
        }
    }

    @Test func noDrawIsEmpty() {
        var generator = TorchGenerator(seed: 1)
        #expect(generator.normals(0).isEmpty)
        #expect(generator.nextUInt32() == 1_791_095_845)
    }

    @Test func noiseIsDrawnInPlanesAndLaidOutInPixels() {
        var generator = TorchGenerator(seed: 3)
        let planes = generator.normals(2 * 3 * 5)
        generator = TorchGenerator(seed: 3)
        let pixels = generator.noise(height: 3, width: 5, channels: 2)
        for channel in 0..<2 {
            for y in 0..<3 {
                for x in 0..<5 {
                    #expect(pixels[(y * 5 + x) * 2 + channel] == planes[(channel * 3 + y) * 5 + x])
                }
            }
        }
    }

    private func generator(_ seed: String) throws -> TorchGenerator {
        TorchGenerator(seed: try #require(UInt64(seed)))
    }

    private func expectNormals(_ drawn: [Float], _ expected: [Float], _ name: String) {
        #expect(drawn.count == expected.count, "\(name)")
        let bad = zip(drawn, expected).enumerated().first { !(abs($1.0 - $1.1) <= 2e-6) }
        if let (index, (ours, theirs)) = bad {
            Issue.record("\(name): number \(index) is \(ours), torch drew \(theirs)")
        }
    }
}
