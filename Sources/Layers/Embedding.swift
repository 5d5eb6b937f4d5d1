package import Tensors

/// A table of rows picked by number; it stays where the file has it, since few of its rows are ever read.
///
/// Matches `torch.nn.Embedding`.
package struct Embedding: Sendable {
    private let table: HostArray
    private let device: Device
    private let dtype: DType

    /// The table at `w`, of `count` rows of `width`.
    package init(_ w: Weights, count: Int, width: Int) throws {
        table = try w.weight.array([count, width])
        device = w.store.device
        dtype = w.store.dtype
    }

    /// How many rows there are.
    package var count: Int { table.shape[0] }

    /// The rows of the given numbers, [1, N, C]; each must be below `count`.
    package func callAsFunction(_ rows: [Int]) throws -> Tensor {
        let width = table.shape[1]
        let y = try Tensor(uninitialized: [1, rows.count, width], dtype: dtype, on: device)
        for (index, row) in rows.enumerated() {
            precondition(row >= 0 && row < count, "row \(row) of \(count)")
            let source = table.row(row)
            try device.backend.upload(
                source, to: y.reshaped([rows.count, width]).items(index..<index + 1))
        }
        return y
    }
}
