/// A piece of a device's memory, given back to the device's allocator when the last tensor that uses it goes.
///
/// Unchecked: the memory is written by the operation that made it and only read after that.
package final class Storage: @unchecked Sendable {
    /// Where the memory begins, in the device's address space.
    package let address: UnsafeMutableRawPointer
    /// How many bytes there are.
    package let byteCount: Int
    /// The device that the memory is on.
    package let device: Device
    private let release: @Sendable (UnsafeMutableRawPointer) -> Void

    /// Memory at `address`, given back by `release`.
    package init(
        address: UnsafeMutableRawPointer, byteCount: Int, device: Device,
        release: @escaping @Sendable (UnsafeMutableRawPointer) -> Void
    ) {
        self.address = address
        self.byteCount = byteCount
        self.device = device
        self.release = release
    }

    deinit {
        release(address)
    }
}
