import CKernels
import Glibc
import Testing

/// The norms against norms written plainly in fp64.
struct KernelNormTests {
    struct Case {
        var batch = 1
        var pixels: Int
        var channels: Int
        var groups: Int
        var mean: Float = 0
        var spread: Float = 1
        var silu = true
        var addend = false

        var shape: ek_group_norm_shape {
            ek_group_norm_shape(
                batch: Int64(batch), pixels: Int64(pixels), channels: Int64(channels),
                groups: Int64(groups), epsilon: 1e-5, silu: silu)
        }
    }

    static let cases = [
        Case(batch: 2, pixels: 100, channels: 320, groups: 32, addend: true),
        Case(pixels: 3000, channels: 32, groups: 8, silu: false),
        Case(batch: 2, pixels: 1030, channels: 64, groups: 32, addend: true),
        Case(pixels: 7, channels: 10, groups: 5),
        Case(pixels: 33, channels: 18, groups: 9, silu: false, addend: true),
        Case(batch: 3, pixels: 1, channels: 12, groups: 4),
        Case(pixels: 50, channels: 5, groups: 5),
        Case(pixels: 20, channels: 48, groups: 1),
        Case(pixels: 4000, channels: 24, groups: 3, mean: 100, spread: 0.01),
        Case(pixels: 4000, channels: 24, groups: 3, mean: -100, spread: 0.01, addend: true),
    ]

    static func silu(_ x: Double) -> Double { x / (1 + exp(-x)) }

    static func reference(
        _ test: Case, _ x: Elements, _ addend: [Double]?, _ scale: [Double], _ shift: [Double]
    ) -> [Double] {
        var result = x.values
        let size = test.channels / test.groups, n = Double(size * test.pixels)
        for b in 0..<test.batch {
            if let addend {
                for i in 0..<test.pixels * test.channels {
                    result[b * test.pixels * test.channels + i] +=
                        addend[b * test.channels + i % test.channels]
                }
            }
            for g in 0..<test.groups {
                let places = (0..<test.pixels * size).map {
                    (b * test.pixels + $0 / size) * test.channels + g * size + $0 % size
                }
                let mean = places.reduce(0) { $0 + result[$1] } / n
                let variance =
                    places.reduce(0) { $0 + (result[$1] - mean) * (result[$1] - mean) } / n
                for place in places {
                    let c = place % test.channels
                    let y = (result[place] - mean) / (variance + 1e-5).squareRoot()
                    let z = y * scale[c] + shift[c]
                    result[place] = test.silu ? silu(z) : z
                }
            }
        }
        return result
    }

    @Test(arguments: InstructionSet.here, ElementType.allCases)
    func groupNormAgrees(isa: InstructionSet, type: ElementType) {
        for test in Self.cases {
            var noise = Noise(test.pixels + test.channels)
            let count = test.batch * test.pixels * test.channels
            let x = Elements(type, noise.values(count, mean: test.mean, spread: test.spread))
            let y = Elements(type, count: count)
            let addend = Elements(.fp32, noise.values(test.batch * test.channels))
            let scale = Elements(.fp32, noise.values(test.channels, mean: 1))
            let shift = Elements(.fp32, noise.values(test.channels))
            let expected = Self.reference(
                test, x, test.addend ? addend.values : nil, scale.values, shift.values)
            isa.run {
                var shape = test.shape
                let scratch = GuardedBytes(ek_group_norm_scratch(&shape))
                ek_group_norm(
                    &shape, type.c, x.start, test.addend ? addend.floats : nil, scale.floats,
                    shift.floats, y.start, scratch.start)
            }
            let absolute = test.mean == 0 ? 4e-6 : 1e-4
            expectClose(
                y, expected, absolute: type == .fp32 ? absolute : absolute + 1e-4,
                relative: type.rounding + 2e-6, "\(test)")
        }
    }

    @Test(arguments: InstructionSet.here)
    func groupNormBytesDoNotDependOnThreads(isa: InstructionSet) {
        let test = Case(batch: 2, pixels: 4000, channels: 96, groups: 32)
        var noise = Noise(1)
        let x = Elements(.bf16, noise.values(test.batch * test.pixels * test.channels))
        let scale = Elements(.fp32, noise.values(test.channels))
        func compute() -> [UInt8] {
            let y = Elements(.bf16, count: x.count)
            var shape = test.shape
            let scratch = GuardedBytes(ek_group_norm_scratch(&shape))
            ek_group_norm(
                &shape, EK_BF16, x.start, nil, scale.floats, scale.floats, y.start, scratch.start)
            return y.memory.bytes
        }
        var one: [UInt8] = []
        isa.run(threads: 1) { one = compute() }
        isa.run(threads: 2) {
            // Several times, since on a busy machine one thread may do all the work.
            for _ in 0..<10 { expectSame(compute(), one) }
        }
    }

    @Test(arguments: InstructionSet.here, ElementType.allCases)
    func layerNormAgrees(isa: InstructionSet, type: ElementType) {
        for (rows, channels, mean, spread) in [
            (3, 1, Float(0), Float(1)), (5, 10, 0, 1), (7, 320, 0, 2), (200, 768, 0.5, 1),
            (4, 33, 100, 0.01), (2, 1280, -100, 0.01),
        ] {
            var noise = Noise(channels)
            let x = Elements(type, noise.values(rows * channels, mean: mean, spread: spread))
            let y = Elements(type, count: rows * channels)
            let scale = Elements(.fp32, noise.values(channels, mean: 1))
            let shift = Elements(.fp32, noise.values(channels))
            isa.run {
                ek_layer_norm(
                    type.c, Int64(rows), Int64(channels), 1e-5, x.start, scale.floats,
                    shift.floats, y.start)
            }
            // A layer norm is a group norm of one pixel and one group.
            let test = Case(batch: rows, pixels: 1, channels: channels, groups: 1, silu: false)
            let expected = Self.reference(test, x, nil, scale.values, shift.values)
            let absolute = mean == 0 || mean == 0.5 ? 4e-6 : 1e-4
            expectClose(
                y, expected, absolute: absolute, relative: type.rounding + 2e-6,
                "\(rows)x\(channels) around \(mean)")
        }
    }
}
