package import Tensors

/// How near a tensor must come to its reference: `|a - b| <= absolute + relative * |b|`, element by element.
package struct Tolerance: Sendable {
    /// What any element may be off.
    package var absolute: Float
    /// What an element may be off for each unit of its size.
    package var relative: Float

    /// A tolerance of the two.
    package init(absolute: Float, relative: Float) {
        self.absolute = absolute
        self.relative = relative
    }

    /// One block's result in fp32.
    package static let block = Tolerance(absolute: 1e-4, relative: 1e-4)
    /// A chain of blocks, or of steps, in fp32.
    package static let chain = Tolerance(absolute: 1e-3, relative: 1e-3)
    /// Values that are copied.
    package static let exact = Tolerance(absolute: 0, relative: 0)
}

/// What is wrong with values that should equal a reference; nil where nothing is.
///
/// Names the tensor, the first bad element with both values, and the largest difference.
package func difference(
    _ name: String, _ values: [Float], _ reference: [Float], _ tolerance: Tolerance
) -> String? {
    guard values.count == reference.count else {
        return "\(name): \(values.count) values, \(reference.count) in the reference"
    }
    var first: Int?
    var largest: Float = 0
    for index in values.indices {
        let off = abs(values[index] - reference[index])
        largest = max(largest, off.isNaN ? .infinity : off)
        let allowed = tolerance.absolute + tolerance.relative * abs(reference[index])
        if !(off <= allowed), first == nil { first = index }
    }
    return first.map {
        "\(name): element \($0) is \(values[$0]), \(reference[$0]) in the reference; largest difference \(largest)"
    }
}

extension Tensor {
    /// The values in the order of PyTorch's [B, C, H, W]; as they are where this is not a picture.
    package func channelsFirst() throws -> [Float] {
        let values = try floats()
        guard shape.rank == 4 else { return values }
        let (batch, area, channels) = (shape[0], shape[1] * shape[2], shape[3])
        var result = [Float](repeating: 0, count: values.count)
        for item in 0..<batch {
            for position in 0..<area {
                for channel in 0..<channels {
                    result[(item * channels + channel) * area + position] =
                        values[(item * area + position) * channels + channel]
                }
            }
        }
        return result
    }
}
