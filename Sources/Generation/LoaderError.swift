import Diagnostics

/// Why no loader takes a request.
package enum LoaderError: ExplainedError, Hashable {
    /// A model that is made here was to come from a server.
    case noServer(model: String, base: String)

    package var message: String {
        switch self {
        case .noServer(let model, let base): "`\(model)` runs here, not at `\(base)`"
        }
    }

    package var hint: String? {
        switch self {
        case .noServer(let model, let base):
            "a server's model is `load openai:\(model) base=\(base)`"
        }
    }
}
