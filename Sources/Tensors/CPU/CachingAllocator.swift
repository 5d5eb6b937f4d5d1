import Glibc
import Synchronization

/// Memory that is kept after use and handed out again, so that a shape's second run faults no page.
///
/// Sizes are rounded up to one of eight steps between powers of two; large blocks ask for huge pages.
final class CachingAllocator: Sendable {
    private struct State {
        var free: [Int: [UnsafeMutableRawPointer]] = [:]
        var freeBytes = 0
    }

    // Unchecked by necessity: pointers are not Sendable; the mutex guards them.
    private struct Guarded: @unchecked Sendable {
        var state = State()
    }

    private let guarded = Mutex(Guarded())
    private static let hugePage = 2 << 20

    /// At least `byteCount` bytes at a multiple of 64; nil where the system has no more.
    func take(byteCount: Int) -> UnsafeMutableRawPointer? {
        let size = Self.roundedSize(byteCount)
        let kept = guarded.withLock { guarded -> UnsafeMutableRawPointer? in
            guard let block = guarded.state.free[size]?.popLast() else { return nil }
            guarded.state.freeBytes -= size
            return block
        }
        if let kept { return kept }
        if let fresh = Self.fresh(size) { return fresh }
        trim()
        return Self.fresh(size)
    }

    /// Keeps a block of `take(byteCount:)` for the next caller.
    func give(_ block: UnsafeMutableRawPointer, byteCount: Int) {
        let size = Self.roundedSize(byteCount)
        guarded.withLock { guarded in
            guarded.state.free[size, default: []].append(block)
            guarded.state.freeBytes += size
        }
    }

    /// Bytes that are kept for the next caller.
    var keptBytes: Int { guarded.withLock { $0.state.freeBytes } }

    /// Gives every kept block back to the system.
    func trim() {
        let blocks = guarded.withLock { guarded in
            let blocks = guarded.state.free
            guarded.state = State()
            return Guarded(state: State(free: blocks))
        }
        for blocks in blocks.state.free.values {
            for block in blocks { free(block) }
        }
    }

    private static func roundedSize(_ byteCount: Int) -> Int {
        let least = max(byteCount, 512)
        let step = 1 << (Int.bitWidth - 1 - (least - 1).leadingZeroBitCount - 3)
        return (least + step - 1) / step * step
    }

    private static func fresh(_ size: Int) -> UnsafeMutableRawPointer? {
        var block: UnsafeMutableRawPointer?
        let large = size >= hugePage
        guard posix_memalign(&block, large ? hugePage : 64, size) == 0, let block else {
            return nil
        }
        if large { madvise(block, size, MADV_HUGEPAGE) }
        return block
    }
}
