/// What the program tells whoever started it.
package enum ExitStatus: Int32, Sendable {
    /// All was done.
    case done = 0
    /// A command failed.
    case failed = 1
    /// The command line itself was wrong.
    case misused = 2
    /// A replay made other pictures than the recorded ones.
    case differed = 3
    /// Ctrl-C stopped it.
    case interrupted = 130
}
