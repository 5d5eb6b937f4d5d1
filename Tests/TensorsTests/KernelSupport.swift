import CKernels
import Glibc
import Testing

/// The instruction sets that the kernels are compiled for and this machine has.
enum InstructionSet: UInt32, CaseIterable, CustomTestStringConvertible {
    case portable, avx2, avx512, avx512bf16

    /// Those that this machine has.
    static let here = allCases.filter { $0.rawValue <= ek_best_isa().rawValue }

    var testDescription: String { String(cString: ek_isa_name(ek_isa(rawValue))) }

    /// Calls `body` with the kernels limited to this instruction set, on `threads` threads.
    func run(threads: Int32 = 2, _ body: () -> Void) {
        #expect(ek_limit_isa(ek_isa(rawValue)).rawValue == rawValue)
        let before = ek_threads()
        ek_set_threads(threads)
        #expect(ek_threads() == threads, "the kernels found no threads")
        body()
        ek_set_threads(before)
        _ = ek_limit_isa(ek_best_isa())
    }
}

/// The types of elements.
enum ElementType: UInt32, CaseIterable, CustomTestStringConvertible {
    case fp32, bf16, fp16

    var testDescription: String { "\(self)" }
    var c: ek_dtype { ek_dtype(rawValue) }
    var size: Int { self == .fp32 ? 4 : 2 }

    /// What rounding a result to this type does to it, at most, relative to it; for bf16 a little more, since its functions
    /// are computed to less than fp32's precision.
    var rounding: Double {
        switch self {
        case .fp32: 0x1p-24
        case .bf16: 0x1.1p-8
        case .fp16: 0x1p-11
        }
    }

    /// The bits of the nearest value of this type, ties to even.
    func bits(_ x: Float) -> UInt32 {
        switch self {
        case .fp32: return x.bitPattern
        case .fp16: return UInt32(Float16(x).bitPattern)
        case .bf16:
            if x.isNaN { return 0x7fc0 }
            let bits = x.bitPattern
            return (bits &+ 0x7fff &+ ((bits >> 16) & 1)) >> 16
        }
    }

    /// The value of these bits.
    func value(_ bits: UInt32) -> Float {
        switch self {
        case .fp32: Float(bitPattern: bits)
        case .fp16: Float(Float16(bitPattern: UInt16(bits)))
        case .bf16: Float(bitPattern: bits << 16)
        }
    }
}

/// Memory that ends where a page begins that may not be touched, so that one byte too many ends the test.
final class GuardedBytes {
    let start: UnsafeMutableRawPointer
    let count: Int
    private let mapping: UnsafeMutableRawPointer
    private let mapped: Int

    init(_ count: Int) {
        let page = 4096
        let body = (count + page - 1) / page * page
        mapped = body + 2 * page
        mapping = mmap(nil, mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        mprotect(mapping + page, body, PROT_READ | PROT_WRITE)
        start = mapping + page + body - count
        self.count = count
    }

    deinit { munmap(mapping, mapped) }

    var bytes: [UInt8] { [UInt8](UnsafeRawBufferPointer(start: start, count: count)) }
}

/// An array of elements of a type, in guarded memory.
struct Elements {
    let type: ElementType
    let memory: GuardedBytes
    var start: UnsafeMutableRawPointer { memory.start }
    var count: Int { memory.count / type.size }

    init(_ type: ElementType, count: Int) {
        self.type = type
        memory = GuardedBytes(count * type.size)
    }

    /// Holds the values rounded to the type.
    init(_ type: ElementType, _ values: [Float]) {
        self.init(type, count: values.count)
        for (i, value) in values.enumerated() { setBits(i, type.bits(value)) }
    }

    func setBits(_ i: Int, _ bits: UInt32) {
        if type == .fp32 {
            start.storeBytes(of: bits, toByteOffset: 4 * i, as: UInt32.self)
        } else {
            start.storeBytes(of: UInt16(bits), toByteOffset: 2 * i, as: UInt16.self)
        }
    }

    func bits(_ i: Int) -> UInt32 {
        type == .fp32
            ? start.load(fromByteOffset: 4 * i, as: UInt32.self)
            : UInt32(start.load(fromByteOffset: 2 * i, as: UInt16.self))
    }

    subscript(i: Int) -> Double { Double(type.value(bits(i))) }
    var values: [Double] { (0..<count).map { self[$0] } }
    var floats: UnsafeMutablePointer<Float> { start.assumingMemoryBound(to: Float.self) }
}

/// Numbers that look random and are the same in each run.
struct Noise {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1 }

    /// Uniform in -1..<1.
    mutating func next() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int32(truncatingIfNeeded: state >> 32)) * 0x1p-31
    }

    /// `count` numbers around `mean`, at most `spread` away.
    mutating func values(_ count: Int, mean: Float = 0, spread: Float = 1) -> [Float] {
        (0..<count).map { _ in mean + spread * next() }
    }
}

/// Expects equal bytes, and names the first that differs (a full comparison of long arrays takes minutes).
func expectSame(
    _ actual: [UInt8], _ expected: [UInt8], _ what: @autoclosure () -> String = "bytes",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(actual.count == expected.count, sourceLocation: sourceLocation)
    guard let i = zip(actual, expected).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
        return
    }
    Issue.record(
        "\(what()) differ first at [\(i)]: \(actual[i]), not \(expected[i])",
        sourceLocation: sourceLocation)
}

/// Expects every element within `absolute` + `relative` of the reference.
func expectClose(
    _ actual: Elements, _ expected: [Double], absolute: Double, relative: Double,
    _ what: @autoclosure () -> String, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(actual.count == expected.count, sourceLocation: sourceLocation)
    var bad = 0
    var firstBad: Int?
    for (i, reference) in expected.enumerated()
    where !(abs(actual[i] - reference) <= absolute + relative * abs(reference)) {
        bad += 1
        firstBad = firstBad ?? i
    }
    guard let i = firstBad else { return }
    Issue.record(
        "\(what()): \(bad) of \(expected.count) differ, first [\(i)]: \(actual[i]), not \(expected[i])",
        sourceLocation: sourceLocation)
}
