import Glibc
import Synchronization

/// Memory that is kept after use and handed out again, so that a shape's second run faults no page.
///
/// Sizes are rounded up to one of eight steps between powers of two; large blocks ask for huge pages.
final class CachingAllocator: Sendable {
    /// Unchecked because pointers are not Sendable; the mutex guards them.
    private struct Kept: @unchecked Sendable {
        var blocks: [Int: [UnsafeMutableRawPointer]] = [:]
        var byteCount = 0
    }

    private let kept = Mutex(Kept())
    private static let hugePage = 2 << 20

    /// At least `byteCount` bytes at a multiple of 64, to be given back by `give`; nil where the system has no more.
    func take(byteCount: Int) -> UnsafeMutableRawPointer? {
        let size = Self.roundedSize(byteCount)
        let block = kept.withLock { kept -> UnsafeMutableRawPointer? in
            guard let block = kept.blocks[size]?.popLast() else { return nil }
            kept.byteCount -= size
            return block
        }
        return block ?? fresh(byteCount: size)
    }

    /// Keeps a block of `take` for the next caller.
    func give(_ block: UnsafeMutableRawPointer, byteCount: Int) {
        let size = Self.roundedSize(byteCount)
        kept.withLock { kept in
            kept.blocks[size, default: []].append(block)
            kept.byteCount += size
        }
    }

    /// At least `byteCount` bytes from the system, to be given back to it by `free`; nil where it has no more.
    func fresh(byteCount: Int) -> UnsafeMutableRawPointer? {
        if let block = Self.allocated(byteCount) { return block }
        trim()
        return Self.allocated(byteCount)
    }

    /// Bytes that are kept for the next caller.
    var keptBytes: Int { kept.withLock { $0.byteCount } }

    /// Gives every kept block back to the system.
    func trim() {
        let all = kept.withLock { kept in
            defer { kept = Kept() }
            return kept
        }
        for block in all.blocks.values.joined() { free(block) }
    }

    private static func roundedSize(_ byteCount: Int) -> Int {
        let least = max(byteCount, 512)
        let step = 1 << (Int.bitWidth - 1 - (least - 1).leadingZeroBitCount - 3)
        return (least + step - 1) / step * step
    }

    private static func allocated(_ size: Int) -> UnsafeMutableRawPointer? {
        var block: UnsafeMutableRawPointer?
        let large = size >= hugePage
        guard posix_memalign(&block, large ? hugePage : 64, size) == 0, let block else {
            return nil
        }
        if large { madvise(block, size, MADV_HUGEPAGE) }
        return block
    }
}
