import CKernels
import Glibc
import Testing

/// `ek_attention` against attention written plainly in fp64.
struct KernelAttentionTests {
    struct Case: CustomTestStringConvertible {
        var batch = 1
        var heads = 1
        var queries: Int
        var keys: Int
        var width: Int
        var causal = false
        var spread: Float = 1  // of q and k
        var fused = false  // q, k and v are slices of one tensor

        var testDescription: String {
            "\(batch)x\(heads)x\(queries)x\(keys)x\(width)\(causal ? " causal" : "") ±\(spread)"
        }
        var channels: Int { heads * width }
        var scale: Double { 1 / Double(width).squareRoot() }
        var shape: ek_attention_shape {
            ek_attention_shape(
                batch: Int64(batch), heads: Int64(heads), queries: Int64(queries),
                keys: Int64(keys), width: Int64(width), scale: Float(scale), causal: causal)
        }
    }

    static let cases = [
        Case(queries: 1, keys: 1, width: 1),
        Case(batch: 2, heads: 3, queries: 5, keys: 3, width: 13),
        Case(heads: 2, queries: 64, keys: 16, width: 4),
        Case(queries: 17, keys: 97, width: 10),
        Case(batch: 2, heads: 2, queries: 150, keys: 150, width: 40, fused: true),
        Case(heads: 3, queries: 77, keys: 77, width: 64, causal: true, fused: true),
        Case(queries: 200, keys: 200, width: 8, causal: true),
        Case(queries: 33, keys: 100, width: 33, causal: true),
        Case(queries: 130, keys: 77, width: 160),
        Case(queries: 40, keys: 210, width: 512),
        Case(queries: 70, keys: 300, width: 16, spread: 60),  // scores beyond ±1e4
        Case(queries: 50, keys: 200, width: 5, spread: 3),
    ]

    /// q, k, v and out of a case, and how their rows lie.
    struct Operands {
        let q, k, v, out: ek_rows
        let result: Elements
        let memories: [Elements]

        init(_ test: Case, _ type: ElementType) {
            var noise = Noise(test.queries + test.width)
            let c = test.channels
            let rows = [test.queries, test.keys, test.keys]
            var start: [UnsafeMutableRawPointer] = []
            if test.fused {
                let all = Elements(
                    type, noise.values(test.batch * rows[0] * 3 * c, spread: test.spread))
                memories = [all]
                start = (0..<3).map { all.start + $0 * c * type.size }
            } else {
                let spreads = [test.spread, test.spread, 1]
                memories = zip(rows, spreads).map { rows, spread in
                    Elements(type, noise.values(test.batch * rows * c, spread: spread))
                }
                start = memories.map(\.start)
            }
            let step = test.fused ? 3 * c : c
            let operands = zip(start, rows).map { start, rows in
                ek_rows(data: start, batch: Int64(rows * step), row: Int64(step))
            }
            (q, k, v) = (operands[0], operands[1], operands[2])
            result = Elements(type, count: test.batch * test.queries * c)
            out = ek_rows(data: result.start, batch: Int64(test.queries * c), row: Int64(c))
        }

        func compute(_ test: Case, _ type: ElementType) -> Elements {
            var shape = test.shape
            let scratch = GuardedBytes(ek_attention_scratch(&shape, type.c))
            ek_attention(&shape, type.c, q, k, v, out, scratch.start)
            return result
        }
    }

    /// Element i of a row of one head.
    static func read(
        _ rows: ek_rows, _ type: ElementType, _ test: Case, b: Int, h: Int, row: Int, i: Int
    ) -> Double {
        let index = b * Int(rows.batch) + row * Int(rows.row) + h * test.width + i
        guard let data = rows.data else { return .nan }
        return type == .fp32
            ? Double(data.load(fromByteOffset: index * 4, as: Float.self))
            : Double(type.value(UInt32(data.load(fromByteOffset: index * 2, as: UInt16.self))))
    }

    static func reference(_ test: Case, _ type: ElementType, _ operands: Operands) -> [Double] {
        var result: [Double] = Array(
            repeating: 0, count: test.batch * test.queries * test.channels)
        for b in 0..<test.batch {
            for h in 0..<test.heads {
                func matrix(_ rows: ek_rows, _ count: Int) -> [Double] {
                    (0..<count * test.width).map {
                        read(
                            rows, type, test, b: b, h: h, row: $0 / test.width, i: $0 % test.width)
                    }
                }
                let q = matrix(operands.q, test.queries)
                let k = matrix(operands.k, test.keys), v = matrix(operands.v, test.keys)
                for query in 0..<test.queries {
                    let visible = test.causal ? min(test.keys, query + 1) : test.keys
                    let scores = (0..<visible).map { key in
                        (0..<test.width).reduce(0.0) {
                            $0 + q[query * test.width + $1] * k[key * test.width + $1]
                        } * test.scale
                    }
                    let largest = scores.max() ?? 0
                    let weights = scores.map { exp($0 - largest) }
                    let sum = weights.reduce(0, +)
                    let start = (b * test.queries + query) * test.channels + h * test.width
                    for (key, weight) in weights.enumerated() {
                        for i in 0..<test.width {
                            result[start + i] += weight / sum * v[key * test.width + i]
                        }
                    }
                }
            }
        }
        return result
    }

    @Test(arguments: InstructionSet.here, [ElementType.fp32, .bf16])
    func agreesWithPlainAttention(isa: InstructionSet, type: ElementType) {
        for test in Self.cases {
            let operands = Operands(test, type)
            let expected = Self.reference(test, type, operands)
            isa.run {
                // Large scores make fp32's own rounding of the scores visible.
                let score = Double(test.spread * test.spread) * Double(test.width).squareRoot()
                let fp32 = 2e-6 * max(1, score)
                let absolute = type == .fp32 ? fp32 : fp32 + 4e-3
                expectClose(
                    operands.compute(test, type), expected, absolute: absolute,
                    relative: type.rounding, test.testDescription)
            }
        }
    }

    @Test(arguments: InstructionSet.here, [ElementType.fp32, .bf16])
    func bytesDoNotDependOnThreads(isa: InstructionSet, type: ElementType) {
        let test = Case(batch: 2, heads: 3, queries: 500, keys: 300, width: 24, causal: true)
        let operands = Operands(test, type)
        var one: [UInt8] = []
        isa.run(threads: 1) { one = operands.compute(test, type).memory.bytes }
        isa.run(threads: 2) {
            // Several times, since on a busy machine one thread may do all the work.
            for _ in 0..<10 { expectSame(operands.compute(test, type).memory.bytes, one) }
        }
    }
}
