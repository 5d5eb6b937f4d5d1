import Glibc
import Tensors

/// The sizes of an attention.
private struct Attention: Sendable {
    var batch = 1
    var queries: Int
    var keys: Int
    var heads: Int
    var width: Int
    var scale: Float?
    var causal = false

    /// softmax(q · kᵀ · scale) · v for each head.
    func values(_ q: [Double], _ k: [Double], _ v: [Double]) -> [Double] {
        let channels = heads * width
        let factor = scale.map(Double.init) ?? 1 / Double(width).squareRoot()
        var y = [Double](repeating: 0, count: batch * queries * channels)
        for b in 0..<batch {
            for head in 0..<heads {
                for i in 0..<queries {
                    let from = (b * queries + i) * channels + head * width
                    let scores = (0..<(causal ? i + 1 : keys)).map { j in
                        let to = (b * keys + j) * channels + head * width
                        return (0..<width).reduce(0) { $0 + q[from + $1] * k[to + $1] } * factor
                    }
                    for (j, share) in softmax(scores).enumerated() {
                        let to = (b * keys + j) * channels + head * width
                        for c in 0..<width { y[from + c] += share * v[to + c] }
                    }
                }
            }
        }
        return y
    }
}

/// The shares of exponentials.
private func softmax(_ scores: [Double]) -> [Double] {
    let highest = scores.max() ?? 0
    let powers = scores.map { exp($0 - highest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
}

/// Values less their mean, over their deviation.
private func normed(_ values: [Double], epsilon: Double) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return values.map { ($0 - mean) / (variance + epsilon).squareRoot() }
}

extension OperationCase {
    private static func attention(_ name: String, _ sizes: Attention) -> OperationCase {
        OperationCase("attention \(name)") { random, dtype in
            // The three side by side in one tensor, as one product makes them.
            let channels = sizes.heads * sizes.width
            let q = try random.tensor([sizes.batch, sizes.queries, 2 * channels], dtype)
                .columns(channels..<2 * channels)
            let both = try random.tensor([sizes.batch, sizes.keys, 2 * channels], dtype)
            let (k, v) = (both.columns(0..<channels), both.columns(channels..<2 * channels))
            return (
                {
                    try q.attend(k, v, heads: sizes.heads, scale: sizes.scale, causal: sizes.causal)
                },
                sizes.values(try q.doubles(), try k.doubles(), try v.doubles())
            )
        }
    }

    static let attentions: [OperationCase] = [
        attention("of one", Attention(queries: 1, keys: 1, heads: 1, width: 8)),
        attention("to text", Attention(batch: 2, queries: 70, keys: 77, heads: 2, width: 12)),
        attention("causal", Attention(queries: 77, keys: 77, heads: 3, width: 8, causal: true)),
        attention("wide", Attention(queries: 35, keys: 35, heads: 1, width: 160)),
        attention("narrow", Attention(batch: 2, queries: 33, keys: 9, heads: 4, width: 3)),
        attention(
            "of another scale", Attention(queries: 20, keys: 65, heads: 2, width: 40, scale: 0.5)),
    ]

    private static func groupNorm(
        _ name: String, _ shape: Shape, groups: Int, silu: Bool, addend hasAddend: Bool
    ) -> OperationCase {
        OperationCase("group norm \(name)") { random, dtype in
            let x = try random.tensor(shape, dtype)
            let channels = shape.last
            let pixels = shape.rows / shape[0]
            let scale = try random.tensor([channels], .float32)
            let shift = try random.tensor([channels], .float32)
            let addend = hasAddend ? try random.tensor([shape[0], channels], .float32) : nil
            let (values, more) = (try x.doubles(), try addend?.doubles())
            let (factors, offsets) = (try scale.doubles(), try shift.doubles())
            var expected = values
            let size = channels / groups
            for b in 0..<shape[0] {
                for group in 0..<groups {
                    let places = (0..<pixels).flatMap { pixel in
                        (0..<size).map { (b * pixels + pixel) * channels + group * size + $0 }
                    }
                    let sums = places.map {
                        values[$0] + (more?[b * channels + $0 % channels] ?? 0)
                    }
                    for (place, value) in zip(places, normed(sums, epsilon: 1e-5)) {
                        let channel = place % channels
                        let y = value * factors[channel] + offsets[channel]
                        expected[place] = silu ? activated(y, .silu) : y
                    }
                }
            }
            return (
                {
                    try x.groupNorm(
                        groups: groups, epsilon: 1e-5, scale: scale, shift: shift, silu: silu,
                        adding: addend)
                }, expected
            )
        }
    }

    static let norms: [OperationCase] = [
        groupNorm("plain", [2, 5, 7, 12], groups: 4, silu: false, addend: false),
        groupNorm("then SiLU", [1, 8, 8, 32], groups: 32, silu: true, addend: false),
        groupNorm("of a sum, then SiLU", [2, 3, 3, 20], groups: 2, silu: true, addend: true),
        groupNorm("in one group", [1, 1, 2, 5], groups: 1, silu: false, addend: false),
        OperationCase("layer norm") { random, dtype in
            let x = try random.tensor([2, 9, 24], dtype)
            let scale = try random.tensor([24], .float32)
            let shift = try random.tensor([24], .float32)
            let (factors, offsets) = (try scale.doubles(), try shift.doubles())
            let expected = try x.rows().flatMap { row in
                normed(row, epsilon: 1e-5).enumerated().map {
                    $0.element * factors[$0.offset] + offsets[$0.offset]
                }
            }
            return ({ try x.layerNorm(epsilon: 1e-5, scale: scale, shift: shift) }, expected)
        },
        OperationCase("softmax") { random, dtype in
            let x = try random.tensor([3, 5, 77], dtype)
            return ({ try x.softmax() }, try x.rows().flatMap(softmax))
        },
        OperationCase("GEGLU") { random, dtype in
            let x = try random.tensor([2, 7, 26], dtype)
            let expected = try x.rows().flatMap { row in
                zip(row.prefix(13), row.suffix(13)).map { $0 * activated($1, .gelu) }
            }
            return ({ try x.geglu() }, expected)
        },
    ]
}

extension Tensor {
    /// The values in fp64.
    func doubles() throws -> [Double] { try floats().map(Double.init) }

    /// The values in fp64, row by row.
    func rows() throws -> [[Double]] {
        let values = try doubles()
        return stride(from: 0, to: values.count, by: shape.last).map {
            Array(values[$0..<$0 + shape.last])
        }
    }
}
