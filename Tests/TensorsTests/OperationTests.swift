import Tensors
import TestSupport
import Testing

/// Every operation against plain arithmetic, on any number of threads, and cancelled.
@Suite struct OperationTests {
    @Test(arguments: OperationCase.all, [DType.float32, .bfloat16])
    @Compute
    func equalsPlainArithmetic(_ operation: OperationCase, _ dtype: DType) throws {
        var random = Values()
        let (run, expected) = try operation.prepare(&random, dtype)
        // Twice, since the second finds memory and primitives of the first.
        for round in ["once", "again"] {
            let off = difference(
                "\(operation) \(round)", try run().floats(), expected.map(Float.init),
                dtype == .float32 ? Tolerance(absolute: 2e-5, relative: 1e-5) : tolerance(dtype))
            #expect(off == nil)
        }
    }

    @Test(arguments: OperationCase.all, [DType.float32, .bfloat16])
    @Compute
    func isTheSameOnOneThreadAndOnTwo(_ operation: OperationCase, _ dtype: DType) throws {
        let backend = try #require(Device.cpu.backend as? CPUBackend)
        var random = Values()
        let (run, _) = try operation.prepare(&random, dtype)
        defer { backend.setThreads(nil) }
        let results = try [1, 2, 3].map { count in
            backend.setThreads(count)
            return try run().floats().map(\.bitPattern)
        }
        #expect(results[0] == results[1])
        #expect(results[0] == results[2])
    }

    @Test(arguments: OperationCase.all.filter(\.canBeCancelled))
    func endsWhenItsTaskIsCancelled(_ operation: OperationCase) async {
        let task = Task { @Compute in
            var random = Values()
            let (run, _) = try operation.prepare(&random, .float32)
            withUnsafeCurrentTask { $0?.cancel() }
            _ = try run()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test @Compute
    func aHeldResidualKeepsItsValues() throws {
        var random = Values()
        let operations = OperationCase.convolutions.filter {
            $0.testDescription == "convolution added to what is held"
        }
        let (run, _) = try #require(operations.first).prepare(&random, .float32)
        #expect(try run().floats() == run().floats())
    }

    @Test(arguments: [DType.float32, .bfloat16])
    @Compute
    func pixelsAreRoundedAndLimited(_ dtype: DType) throws {
        let values: [Float] = [
            -1, 1, 0, 0.5, -0.5, -7, 7, .infinity, -.infinity, 0.25, -0.0078125, 0.9921875,
        ]
        let x = try Tensor(values, shape: [1, 2, 2, 3], on: .cpu).cast(to: dtype)
        let expected = values.map { value in
            UInt8((min(max(value / 2 + 0.5, 0), 1) * 255).rounded(.toNearestOrEven))
        }
        #expect(try x.pixelBytes() == expected)
    }

    @Test @Compute
    func aNumberThatIsNoneIsSomePixel() throws {
        let x = try Tensor([.nan, 1, -1], shape: [1, 1, 1, 3], on: .cpu)
        #expect(try x.pixelBytes().suffix(2) == [255, 0])
    }
}
