import Diagnostics
import Glibc

/// Why it cannot be said what weights are loaded.
package enum DigestError: ExplainedError, Hashable {
    /// A file of weights cannot be read any more.
    case unreadable(path: String, code: Int32)
    /// A file of weights is another than the one that was loaded.
    case changed(path: String)

    package var message: String {
        switch self {
        case .unreadable(let path, let code):
            "cannot read `\(path)`, which is loaded: \(String(cString: strerror(code)))"
        case .changed(let path): "`\(path)` has changed since it was loaded"
        }
    }

    package var hint: String? { "load the model again" }
}
