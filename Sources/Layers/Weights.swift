package import Tensors

/// A place among a checkpoint's names: `weights.down_blocks[0].resnets[1].conv1` is what the file calls it.
@dynamicMemberLookup
package struct Weights: Sendable {
    /// All of the checkpoint.
    package let store: WeightsStore
    /// The name of this place (`down_blocks.0`), "" at the root.
    package let name: String

    package subscript(dynamicMember member: String) -> Weights {
        appending(member)
    }

    package subscript(index: Int) -> Weights {
        appending(String(index))
    }

    /// The place of the given name below this one.
    package func appending(_ member: String) -> Weights {
        Weights(store: store, name: name.isEmpty ? member : name + "." + member)
    }

    /// Whether the checkpoint has anything here.
    package var exists: Bool { store.contains(prefix: name) }

    /// The tensor here, which must have the given shape.
    package func array(_ shape: Shape) throws -> HostArray {
        guard let array = try store.take(name) else { throw store.missing(name) }
        guard array.shape == shape else {
            throw store.wrongShape(name, expected: shape, found: array.shape)
        }
        return array
    }

    /// The tensor here, which must have as many elements as the given shape and a shape that differs by ones at most.
    ///
    /// A 1x1 convolution's kernel and a matrix are the same numbers, and checkpoints of different ages hold either.
    package func array(squeezing shape: Shape) throws -> HostArray {
        guard let array = try store.take(name) else { throw store.missing(name) }
        guard array.shape.sizes.filter({ $0 != 1 }) == shape.sizes.filter({ $0 != 1 }) else {
            throw store.wrongShape(name, expected: shape, found: array.shape)
        }
        return array.reshaped(shape)
    }

    /// The vector here as fp32 on the device, as biases and norms want it.
    package func vector(_ count: Int) throws -> Tensor {
        try Tensor(array([count]), as: .float32, on: store.device)
    }
}
