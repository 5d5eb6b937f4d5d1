import Synchronization
package import Tensors

/// A way to see what flows between the blocks of a model: comparisons with a reference name the first block that differs.
package enum Observation {
    /// Told a block's name in the checkpoint, and its result.
    package typealias Observer = @Sendable (_ name: String, _ value: Tensor) -> Void

    private static let observer = Mutex<Observer?>(nil)

    /// Shows `observer` every block's result while `body` computes.
    @Compute
    package static func observing<Result>(
        _ observer: @escaping Observer, _ body: () throws -> Result
    ) rethrows -> Result {
        Self.observer.withLock { $0 = observer }
        defer { Self.observer.withLock { $0 = nil } }
        return try body()
    }

    /// Shows a block's result to whoever observes.
    static func show(_ name: String, _ value: Tensor) {
        observer.withLock { $0 }?(name, value)
    }
}

extension Tensor {
    /// This tensor, shown to whoever observes.
    func observed(as name: String) -> Tensor {
        Observation.show(name, self)
        return self
    }
}
