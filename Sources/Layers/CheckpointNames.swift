/// How a model's own names for its tensors lead to those of a checkpoint that has others.
package protocol CheckpointNames: Sendable {
    /// Where the checkpoint has the tensor, or the tensors below the place, that the model calls `name`; nil where it has no such place.
    func source(of name: String) -> TensorSource?
}

/// Where a checkpoint has a tensor.
package struct TensorSource: Hashable, Sendable {
    /// What the checkpoint calls it.
    package let name: String
    /// How much of that it is.
    package let part: TensorPart

    /// The given part of the tensor called `name`.
    package init(_ name: String, _ part: TensorPart = .whole) {
        self.name = name
        self.part = part
    }
}

/// How much of a checkpoint's tensor a model's tensor is.
package enum TensorPart: Hashable, Sendable {
    /// All of it, as it is.
    case whole
    /// One of three equal parts of the outermost dimension: 0, 1 or 2.
    case third(Int)
    /// All of a matrix, with rows and columns exchanged.
    case transposed
}
