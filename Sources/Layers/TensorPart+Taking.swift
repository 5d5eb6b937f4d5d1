import Tensors

extension TensorPart {
    /// This part of `array`, a view of it where that is possible; nil where it cannot be taken.
    func taken(from array: HostArray) -> HostArray? {
        if self == .whole { return array }
        // Beside a side of 0 a file can claim others that cannot be multiplied.
        guard array.shape.sizes.allSatisfy({ $0 > 0 }) else { return nil }
        switch self {
        case .whole: return array
        case .third(let index):
            guard let rows = array.shape.sizes.first, rows % 3 == 0 else { return nil }
            return array.rows(index * (rows / 3)..<(index + 1) * (rows / 3))
        case .transposed:
            return array.shape.rank == 2 ? array.transposed() : nil
        }
    }

    /// The shape that a checkpoint's tensor has where this part of it has the given one.
    func whole(_ sizes: [Int]) -> [Int] {
        switch self {
        case .whole: sizes
        case .third: sizes.prefix(1).map { 3 * $0 } + sizes.dropFirst()
        case .transposed: sizes.reversed()
        }
    }

    /// What a tensor is not from which this part cannot be taken.
    var need: String {
        switch self {
        case .whole: "a tensor"
        case .third: "query, key and value, one under the other"
        case .transposed: "a matrix"
        }
    }
}
