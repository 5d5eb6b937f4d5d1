/// An error that a person can read and act on.
///
/// Cases of the conforming types hold facts; the sentences are made here, and one renderer in the shell prints them.
package protocol ExplainedError: Error {
    /// What could not be done and why: lower case, no full stop, the user's words in backticks.
    var message: String { get }
    /// What to type or do next; nil where there is no such action.
    var hint: String? { get }
}

extension ExplainedError {
    package var hint: String? { nil }
}
