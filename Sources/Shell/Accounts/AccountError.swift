import CommandLanguage
import Diagnostics

/// What goes wrong with keys and tokens of services.
package enum AccountError: ExplainedError, Hashable {
    /// There is no service of this name.
    case noService(String, known: [String])
    /// Nothing was typed where a key was asked for.
    case noSecret(service: String)

    package var message: String {
        switch self {
        case .noService(let name, _): "there is no service `\(name)` to log in to"
        case .noSecret(let service): "no key came, so `\(service)` is as it was"
        }
    }

    package var hint: String? {
        switch self {
        case .noService(let name, let known):
            nearest(to: name, among: known).map { "did you mean `\($0)`?" }
                ?? (known.isEmpty
                    ? nil : "there are \(known.map { "`\($0)`" }.joined(separator: ", "))")
        case .noSecret(let service):
            "type it at the prompt, or pipe a line into `easel -c \"login \(service)\"`"
        }
    }
}
