import FoundationEssentials
import Glibc
import Tensors
import Testing

/// Memory of tensors: kept for the next one of its size, and given back when asked.
///
/// What goes back to the system is measured in a process of its own: in this one other tests take memory, and give it
/// back, meanwhile.
@Suite struct MemoryTests {
    /// More than the C library ever keeps for itself.
    private static let count = 16 << 20

    @Test func isUsedAgainAndGivenBack() async {
        await #expect(processExitsWith: .success) { try await Self.allocateTwiceAndTrim() }
    }

    @Compute
    private static func allocateTwiceAndTrim() throws {
        func make() throws -> UnsafeMutableRawPointer {
            try Tensor(uninitialized: [count], dtype: .float32, on: .cpu).address
        }
        let address = try make()
        #expect(try make() == address)
        #expect(isMapped(address))
        Device.cpu.backend.trim()
        #expect(!isMapped(address))
    }

    /// A model that is unloaded must not keep its gigabytes.
    @Test func weightsGoBackToTheSystem() async {
        await #expect(processExitsWith: .success) { try await Self.packAndLetGo() }
    }

    @Compute
    private static func packAndLetGo() throws {
        let side = 8192
        let x = try Tensor([Float](repeating: 1, count: side), shape: [1, side], on: .cpu)
        let plain = try Tensor(uninitialized: [side, side], dtype: .float32, on: .cpu)
        let before = residentBytes()
        var weights: (any PackedWeights)? = try plain.withHostArray {
            try Device.cpu.backend.linearWeights([$0], as: .float32, on: .cpu)
        }
        if let weights { _ = try x.linear(weights, bias: nil) }
        let packed = side * side * 4
        #expect(residentBytes() - before > packed / 2)
        weights = nil
        #expect(residentBytes() - before < packed / 2)
    }

    @Test @Compute
    func whatIsHeldIsNotHandedOut() throws {
        let sizes = [1, 100, 128, 129, 5000]
        let tensors = try sizes.map {
            try Tensor(uninitialized: [$0], dtype: .float32, on: .cpu)
        }
        for (index, tensor) in tensors.enumerated() {
            #expect(Int(bitPattern: tensor.address) % 64 == 0)
            for other in tensors[(index + 1)...] {
                let distance = abs(other.address - tensor.address)
                let first = min(tensor.address, other.address) == tensor.address ? tensor : other
                #expect(distance >= first.shape.count * 4)
            }
        }
    }

    @Test func tooMuchIsAnError() throws {
        let error = #expect(throws: TensorError.self) {
            try Tensor(uninitialized: [1 << 50], dtype: .float32, on: .cpu)
        }
        #expect(error?.message == "out of memory on cpu: 4294967296 MB more were needed")
    }

    /// The memory that the process occupies.
    private static func residentBytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(getpagesize())
    }

    private static func isMapped(_ address: UnsafeMutableRawPointer) -> Bool {
        var resident: UInt8 = 0
        return mincore(address, 1, &resident) == 0
    }
}
