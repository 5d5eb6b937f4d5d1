extension Unicode.Scalar {
    /// Whether the scalar was assigned by a major version of Unicode.
    ///
    /// The `tokenizers` library's tables are older than Swift's; to them, what came later is
    /// unassigned.
    func isAssigned(inUnicode version: Int) -> Bool {
        if value < 0x300 { return true }
        guard let age = properties.age else { return false }
        return age.major <= version
    }
}
