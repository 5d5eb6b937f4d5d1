import Diagnostics

/// Why a model of the Hub cannot be loaded or removed, though it may well be downloaded.
package enum ModelError: Error, Equatable {
    /// There is no engine for its pipeline.
    case noEngine(String, family: String, able: [String])
    /// The name is none of a model on the Hub.
    case notOnTheHub(String)
    /// The model came with Easel.
    case isBuiltIn(String)
}

extension ModelError: ExplainedError {
    package var message: String {
        switch self {
        case .noEngine(let name, let family, _):
            "`\(name)` is a \(family), for which Easel has no engine yet"
        case .notOnTheHub(let name): "`\(name)` names no model of the Hub"
        case .isBuiltIn(let name):
            "`\(name)` is part of Easel, and stays"
        }
    }

    package var hint: String? {
        switch self {
        case .noEngine(let name, _, let able):
            "there are engines for \(able.map { "`\($0)`" }.joined(separator: ", ")); `download \(name)` fetches its files all the same"
        case .notOnTheHub: "`models` lists names; other models are named `org/name`"
        case .isBuiltIn: nil
        }
    }
}
