import Glibc

extension TorchGenerator {
    /// The next `count` standard normals, as `torch.randn(count, dtype=torch.float32)` draws them.
    ///
    /// Matches `normal_fill` and `normal_distribution<double>` in PyTorch 2.13: from 16 numbers on, Box-Muller over
    /// blocks of 16 in fp32, a ragged end being drawn again as one whole block; below 16, pairs in fp64.
    package mutating func normals(_ count: Int) -> [Float] {
        guard count >= Self.block else {
            return (0..<max(0, count)).map { _ in Float(scalarNormal()) }
        }
        return [Float](unsafeUninitializedCapacity: count) { values, initialized in
            fillUniform(values)
            for start in stride(from: 0, through: count - Self.block, by: Self.block) {
                Self.transform(values, at: start)
            }
            if !count.isMultiple(of: Self.block) {
                let end = count - Self.block
                fillUniform(UnsafeMutableBufferPointer(rebasing: values[end...]))
                Self.transform(values, at: end)
            }
            initialized = count
        }
    }

    private static let block = 16

    /// Turns 16 uniforms at `start` into 16 normals: number j pairs with number j + 8.
    private static func transform(_ values: UnsafeMutableBufferPointer<Float>, at start: Int) {
        let half = block / 2
        for i in start..<(start + half) {
            let radius = (-2 * logf(1 - values[i])).squareRoot()
            let angle = 2 * Float.pi * values[i + half]
            values[i] = radius * cosf(angle)
            values[i + half] = radius * sinf(angle)
        }
    }

    /// One normal in fp64; each second call gives the other half of the pair that the first one drew.
    private mutating func scalarNormal() -> Double {
        if let pending = pendingNormal {
            pendingNormal = nil
            return pending
        }
        let angle = 2 * Double.pi * nextUniform()
        let radius = (-2 * log1p(-nextUniform())).squareRoot()
        pendingNormal = radius * sin(angle)
        return radius * cos(angle)
    }

    /// A uniform of 53 bits in 0..<1.
    private mutating func nextUniform() -> Double {
        Double(nextUInt64() & 0x1F_FFFF_FFFF_FFFF) * 0x1p-53
    }
}
