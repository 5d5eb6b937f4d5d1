import CKernels
import Testing

/// Conversions, concatenation and resizing, which are exact.
struct KernelMovementTests {
    /// Every kind of number: each bit pattern of the 16-bit types, and fp32 around their limits and ties.
    static func interesting(_ type: ElementType) -> [UInt32] {
        if type != .fp32 { return Array(0...0xffff) }
        var result: [UInt32] = []
        for high in stride(from: UInt32(0), through: 0xffff, by: 3) {
            for low in [UInt32(0), 1, 0xfff, 0x1000, 0x1001, 0x7fff, 0x8000, 0x8001, 0xffff] {
                result.append(high << 16 | low)
            }
        }
        return result
    }

    static func isNaN(_ bits: UInt32, _ type: ElementType) -> Bool { type.value(bits).isNaN }

    @Test(arguments: InstructionSet.here, ElementType.allCases)
    func conversionsRoundToNearestEven(isa: InstructionSet, from: ElementType) {
        let patterns = Self.interesting(from)
        let x = Elements(from, count: patterns.count)
        for (i, bits) in patterns.enumerated() { x.setBits(i, bits) }
        for to in ElementType.allCases {
            let y = Elements(to, count: patterns.count)
            isa.run { ek_convert(from.c, x.start, to.c, y.start, Int64(patterns.count)) }
            let wrong = patterns.indices.filter { i in
                if from == to { return y.bits(i) != patterns[i] }
                if Self.isNaN(patterns[i], from) { return !Self.isNaN(y.bits(i), to) }
                return y.bits(i) != to.bits(from.value(patterns[i]))
            }
            let first = wrong.first.map { ($0, patterns[$0], y.bits($0)) }
            #expect(
                wrong.isEmpty,
                "\(from) to \(to): \(wrong.count) wrong, first \(String(describing: first))")
        }
    }

    @Test(arguments: InstructionSet.here)
    func conversionsEndWhereTheyShould(isa: InstructionSet) {
        for count in KernelPointwiseTests.counts {
            var noise = Noise(count)
            let x = Elements(.fp32, noise.values(count))
            for to in [ElementType.bf16, .fp16] {
                let y = Elements(to, count: count)
                isa.run { ek_convert(EK_F32, x.start, to.c, y.start, Int64(count)) }
                #expect((0..<count).allSatisfy { y.bits($0) == to.bits(x.floats[$0]) })
            }
        }
    }

    @Test func concatenatesRows() {
        for (rows, a, b) in [(1, 1, 1), (5, 3, 0), (5, 0, 3), (7, 640, 1280), (3000, 64, 32)] {
            let x = Self.bytes(rows * a, seed: 1), y = Self.bytes(rows * b, seed: 2)
            let out = GuardedBytes(rows * (a + b))
            ek_concatenate(Int64(rows), x.start, Int64(a), y.start, Int64(b), out.start)
            let left = x.bytes, right = y.bytes
            var expected: [UInt8] = []
            for row in 0..<rows {
                expected += left[row * a..<row * a + a]
                expected += right[row * b..<row * b + b]
            }
            expectSame(out.bytes, expected, "\(rows) rows of \(a) and \(b)")
        }
    }

    @Test func resizesToTheNearest() {
        for (height, width, outHeight, outWidth, pixel) in [
            (1, 1, 2, 2, 4), (3, 5, 6, 10, 6), (4, 4, 8, 8, 64), (5, 7, 9, 13, 2), (6, 8, 3, 5, 12),
        ] {
            let batch = 2
            let x = Self.bytes(batch * height * width * pixel, seed: width)
            let y = GuardedBytes(batch * outHeight * outWidth * pixel)
            ek_resize_nearest(
                Int64(batch), Int64(height), Int64(width), Int64(pixel), Int64(outHeight),
                Int64(outWidth), x.start, y.start)
            let pixels = x.bytes
            var expected: [UInt8] = []
            for b in 0..<batch {
                for row in 0..<outHeight {
                    for column in 0..<outWidth {
                        let from = b * height + row * height / outHeight
                        let start = (from * width + column * width / outWidth) * pixel
                        expected += pixels[start..<start + pixel]
                    }
                }
            }
            expectSame(y.bytes, expected, "\(height)x\(width) to \(outHeight)x\(outWidth)")
        }
    }

    static func bytes(_ count: Int, seed: Int) -> GuardedBytes {
        var noise = Noise(seed)
        let result = GuardedBytes(count)
        for i in 0..<count {
            result.start.storeBytes(
                of: UInt8(truncatingIfNeeded: Int(noise.next() * 1000)), toByteOffset: i,
                as: UInt8.self)
        }
        return result
    }
}
