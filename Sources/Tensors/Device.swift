/// Where tensors live and operations run.
package struct Device: Sendable, Hashable, CustomStringConvertible {
    /// The name that people type (`cpu`, `cuda:1`).
    package let name: String
    /// What allocates its memory and runs its operations.
    package let backend: any Backend

    /// A device of the given name, run by `backend`.
    package init(name: String, backend: any Backend) {
        self.name = name
        self.backend = backend
    }

    /// The processor that the program runs on.
    package static let cpu = Device(name: "cpu", backend: CPUBackend())

    package var description: String { name }

    package static func == (a: Device, b: Device) -> Bool {
        a.backend === b.backend
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(backend))
    }
}
