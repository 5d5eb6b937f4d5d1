import Tensors

extension OperationCase {
    private static func activation(_ name: String, _ activation: Activation) -> OperationCase {
        OperationCase(name) { random, dtype in
            let x = try random.tensor([3, 37], dtype)
            return (
                { try x.activated(activation) }, try x.doubles().map { activated($0, activation) }
            )
        }
    }

    static let pointwise: [OperationCase] = [
        activation("SiLU", .silu),
        activation("GELU", .gelu),
        activation("quick GELU", .quickGELU),
        OperationCase("sum") { random, dtype in
            let (a, b) = (try random.tensor([5, 21], dtype), try random.tensor([5, 21], dtype))
            return ({ try a + b }, zip(try a.doubles(), try b.doubles()).map { $0 + $1 })
        },
        OperationCase("combination") { random, _ in
            let tensors = try (0..<5).map { _ in try random.tensor([2, 3, 5, 4], .float32) }
            let weights: [Float] = [0.5, -2, 1, 0, 3.25]
            let values = try tensors.map { try $0.doubles() }
            let expected = values[0].indices.map { index in
                zip(weights, values).reduce(0) { $0 + Double($1.0) * $1.1[index] }
            }
            return ({ try Tensor.combination(Array(zip(weights, tensors))) }, expected)
        },
        OperationCase("clamping", canBeCancelled: false) { random, _ in
            let x = try random.tensor([4, 19], .float32)
            let expected = try x.doubles().map { min(max($0, -0.25), 0.5) }
            return ({ try x.clamped(to: -0.25...0.5) }, expected)
        },
        OperationCase("a cast there and back", canBeCancelled: false) { random, dtype in
            let x = try random.tensor([4, 19], .float32)
            let expected = try x.floats().map { Double(dtype == .float32 ? $0 : $0.roundedToBF16) }
            return ({ try x.cast(to: dtype).cast(to: .float32) }, expected)
        },
        OperationCase("a cast to fp16 and back", canBeCancelled: false) { random, _ in
            let x = try random.tensor([4, 19], .float32)
            let expected = try x.floats().map { Double(Float16($0)) }
            return ({ try x.cast(to: .float16).cast(to: .float32) }, expected)
        },
    ]

    static let movements: [OperationCase] = [
        OperationCase("channels beside each other") { random, dtype in
            let a = try random.tensor([2, 3, 4, 5], dtype)
            let b = try random.tensor([2, 3, 4, 7], dtype)
            let expected = zip(try a.rows(), try b.rows()).flatMap { $0 + $1 }
            return ({ try a.concatenatedChannels(with: b) }, expected)
        },
        OperationCase("a stack", canBeCancelled: false) { random, dtype in
            let a = try random.tensor([2, 3, 8], dtype)
            let b = try random.tensor([1, 3, 8], dtype)
            let expected = try a.doubles() + b.doubles() + a.doubles()
            return ({ try Tensor.stacked([a, b, a]) }, expected)
        },
        resize("to twice", from: (3, 5), to: (6, 10)),
        resize("to an odd size", from: (4, 4), to: (7, 5)),
        resize("to less", from: (6, 9), to: (3, 3)),
        OperationCase("columns of items", canBeCancelled: false) { random, dtype in
            let x = try random.tensor([3, 4, 10], dtype)
            let expected = try x.rows()[4..<12].flatMap { $0[2..<9] }
            return ({ try x.items(1..<3).columns(2..<9).compacted() }, expected)
        },
        OperationCase("items of columns under another shape", canBeCancelled: false) {
            random, dtype in
            let x = try random.tensor([3, 4, 10], dtype)
            let expected = try x.rows()[4..<8].flatMap { $0[7..<10] }
            let view = x.columns(5..<10).columns(2..<5).items(1..<2)
            return ({ try view.reshaped([2, 2, 3]).compacted() }, expected)
        },
    ]

    private static func resize(
        _ name: String, from: (height: Int, width: Int), to: (height: Int, width: Int)
    ) -> OperationCase {
        OperationCase("resize \(name)") { random, dtype in
            let x = try random.tensor([2, from.height, from.width, 3], dtype)
            let rows = try x.rows()
            let expected = (0..<2).flatMap { b in
                (0..<to.height).flatMap { i in
                    (0..<to.width).flatMap { j in
                        let (r, c) = (i * from.height / to.height, j * from.width / to.width)
                        return rows[(b * from.height + r) * from.width + c]
                    }
                }
            }
            return ({ try x.resizedNearest(height: to.height, width: to.width) }, expected)
        }
    }
}

extension Float {
    /// This number with the eight bits of a bf16's fraction, ties to even.
    fileprivate var roundedToBF16: Float {
        let bits = bitPattern
        return Float(bitPattern: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) & 0xFFFF_0000)
    }
}
