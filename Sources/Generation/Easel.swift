/// The program itself.
package enum Easel {
    /// Its version, in the one place where it is written.
    package static let version = "0.1"
}
