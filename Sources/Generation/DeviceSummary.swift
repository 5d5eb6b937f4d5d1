/// A device that models can run on.
package struct DeviceSummary: Hashable, Sendable {
    /// The name that people type (`cpu`, `cuda:1`).
    package var name: String
    /// What it is (`AMD EPYC, 2 cores`).
    package var description: String
    /// The precisions that it computes in, best first (`bf16`).
    package var precisions: [String]
    /// Bytes of memory in all; nil where that is not known.
    package var memoryTotal: Int?
    /// Bytes of memory that can still be had; nil where that is not known.
    package var memoryFree: Int?

    /// A device of the given facts.
    package init(
        name: String, description: String, precisions: [String], memoryTotal: Int? = nil,
        memoryFree: Int? = nil
    ) {
        self.name = name
        self.description = description
        self.precisions = precisions
        self.memoryTotal = memoryTotal
        self.memoryFree = memoryFree
    }
}
