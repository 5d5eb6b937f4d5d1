import CKernels
import Glibc
import Testing

/// The kernels that work element by element or row by row, against the same in fp64.
struct KernelPointwiseTests {
    /// Lengths around the widths of vectors, and one of several pieces of work.
    static let counts = [1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 100_003]

    static func silu(_ x: Double) -> Double { x / (1 + exp(-x)) }
    static func gelu(_ x: Double) -> Double { 0.5 * x * erfc(-x / 2.0.squareRoot()) }

    @Test(arguments: InstructionSet.here, ElementType.allCases)
    func activationsAgree(isa: InstructionSet, type: ElementType) {
        let functions: [(ek_activation, (Double) -> Double)] = [
            (EK_SILU, Self.silu), (EK_GELU, Self.gelu),
            (EK_QUICK_GELU, { $0 / (1 + exp(-1.702 * $0)) }),
        ]
        for count in Self.counts {
            var noise = Noise(count)
            var values = noise.values(count, spread: 12)
            if count > 20 { values.replaceSubrange(5..<8, with: [-300, 300, 0]) }
            let x = Elements(type, values)
            for (activation, function) in functions {
                let y = Elements(type, count: count)
                isa.run { ek_activate(activation, type.c, Int64(count), x.start, y.start) }
                expectClose(
                    y, x.values.map(function), absolute: 1e-6, relative: type.rounding + 4e-6,
                    "activation \(activation.rawValue) of \(count)")
            }
        }
    }

    @Test(arguments: InstructionSet.here, ElementType.allCases)
    func gegluAgrees(isa: InstructionSet, type: ElementType) {
        for (rows, width) in [(1, 1), (3, 5), (2, 16), (40, 1280), (9, 37)] {
            var noise = Noise(width)
            let x = Elements(type, noise.values(rows * 2 * width, spread: 5))
            let y = Elements(type, count: rows * width)
            isa.run { ek_geglu(type.c, Int64(rows), Int64(width), x.start, y.start) }
            let expected = (0..<rows * width).map { i in
                let start = i / width * 2 * width + i % width
                return x[start] * Self.gelu(x[start + width])
            }
            expectClose(
                y, expected, absolute: 4e-6, relative: type.rounding + 4e-6, "\(rows)x\(width)")
        }
    }

    @Test(arguments: InstructionSet.here, ElementType.allCases)
    func softmaxAgrees(isa: InstructionSet, type: ElementType) {
        for (rows, columns, spread) in [
            (3, 1, Float(1)), (4, 5, 2), (2, 16, 1), (300, 77, 8), (3, 4096, 4), (5, 40, 10000),
        ] {
            var noise = Noise(columns)
            let x = Elements(type, noise.values(rows * columns, spread: spread))
            let y = Elements(type, count: rows * columns)
            isa.run { ek_softmax(type.c, Int64(rows), Int64(columns), x.start, y.start) }
            let expected = (0..<rows).flatMap { row in
                let scores = (0..<columns).map { x[row * columns + $0] }
                let largest = scores.max() ?? 0
                let weights = scores.map { exp($0 - largest) }
                let sum = weights.reduce(0, +)
                return weights.map { $0 / sum }
            }
            expectClose(
                y, expected, absolute: 1e-7, relative: type.rounding + 1e-5,
                "\(rows)x\(columns) ±\(spread)")
        }
    }

    @Test(arguments: InstructionSet.here, ElementType.allCases)
    func sumsAgree(isa: InstructionSet, type: ElementType) {
        for count in Self.counts {
            var noise = Noise(count)
            let a = Elements(type, noise.values(count)), b = Elements(type, noise.values(count))
            let y = Elements(type, count: count)
            isa.run { ek_add(type.c, Int64(count), a.start, b.start, y.start) }
            let expected = (0..<count).map { a[$0] + b[$0] }
            expectClose(y, expected, absolute: 0x1p-25, relative: type.rounding, "\(count)")
        }
    }

    @Test(arguments: InstructionSet.here)
    func combinationsAreExactlyThoseOfSeparateOperations(isa: InstructionSet) {
        for count in Self.counts {
            var noise = Noise(count)
            let inputs = (0..<3).map { _ in Elements(.fp32, noise.values(count)) }
            let coefficients: [Float] = [0.3, -1.7, 1e-3]
            let y = Elements(.fp32, count: count)
            let pointers = inputs.map { UnsafePointer($0.floats) as UnsafePointer<Float>? }
            isa.run { ek_combine(3, coefficients, pointers, Int64(count), y.floats) }
            let wrong = (0..<count).filter { i in
                let terms = zip(coefficients, inputs).map { $0 * $1.floats[i] }
                return y.floats[i] != terms[0] + terms[1] + terms[2]
            }
            #expect(wrong.isEmpty, "\(count)")
        }
    }

    @Test(arguments: InstructionSet.here)
    func clampsAndKeepsNaN(isa: InstructionSet) {
        for count in Self.counts {
            var noise = Noise(count)
            var values = noise.values(count, spread: 3)
            if count > 2 { values[1] = .nan }
            let x = Elements(.fp32, values), y = Elements(.fp32, count: count)
            isa.run { ek_clamp(Int64(count), -1, 0.5, x.floats, y.floats) }
            let wrong = values.indices.filter {
                values[$0].isNaN ? !y[$0].isNaN : y.floats[$0] != min(max(values[$0], -1), 0.5)
            }
            #expect(wrong.isEmpty, "\(count)")
        }
    }

    @Test(arguments: InstructionSet.here, ElementType.allCases)
    func bytesRoundTiesToEven(isa: InstructionSet, type: ElementType) {
        for count in Self.counts {
            var noise = Noise(count)
            var values = noise.values(count, spread: 1.2)
            if count > 20 { values.replaceSubrange(3..<7, with: [-1, 1, 0, -1 + 1 / 255]) }
            let x = Elements(type, values), y = GuardedBytes(count)
            isa.run {
                ek_to_bytes(
                    type.c, Int64(count), x.start, y.start.assumingMemoryBound(to: UInt8.self))
            }
            let expected = (0..<count).map { i in
                let unit = min(max(Float(x[i]) / 2 + 0.5, 0), 1)
                return UInt8((unit * 255).rounded(.toNearestOrEven))
            }
            expectSame(y.bytes, expected, "\(count)")
        }
    }
}
