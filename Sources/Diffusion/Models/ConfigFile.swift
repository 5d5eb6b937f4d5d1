import Diagnostics
import FoundationEssentials

/// Why a configuration file of a repository could not be used.
package enum ConfigError: ExplainedError {
    /// The file is not there, or cannot be read.
    case unreadable(path: String)
    /// The file is not JSON.
    case notJSON(path: String)
    /// The file is JSON, but one of its numbers or texts is none that its key can have.
    case badScalar(path: String)
    /// A key that the model cannot do without is absent.
    case missing(path: String, key: String)
    /// A value is of the wrong type or size.
    case badValue(path: String, key: String, why: String)
    /// A value asks for something that is not built.
    case unsupported(path: String, key: String, value: String, supported: [String])

    package var message: String {
        switch self {
        case .unreadable(let path): "cannot read `\(path)`"
        case .notJSON(let path): "`\(path)` is not JSON"
        case .badScalar(let path):
            "`\(path)` has a number or a text that cannot be read as its key needs it"
        case .missing(let path, let key): "`\(path)` has no `\(key)`"
        case .badValue(let path, let key, let why): "`\(key)` in `\(path)` \(why)"
        case .unsupported(let path, let key, let value, _):
            "`\(key)` in `\(path)` is `\(value)`, which is not supported"
        }
    }

    package var hint: String? {
        switch self {
        case .unreadable: "check that the folder is a complete diffusers repository"
        case .notJSON: "download or copy the file again"
        case .badScalar, .missing, .badValue: nil
        case .unsupported(_, _, _, let supported):
            supported.isEmpty
                ? nil : "supported: \(supported.map { "`\($0)`" }.joined(separator: ", "))"
        }
    }
}

/// A repository's JSON file, decoded, with errors that name it.
struct ConfigFile<Content: Decodable> {
    /// Where it is.
    let path: String
    /// What it says.
    let content: Content

    /// What such a file would say of a model at `path` that has none.
    init(path: String, content: Content) {
        self.path = path
        self.content = content
    }

    /// Reads the file at `path`, whose keys are in snake case.
    init(path: String) throws {
        self.path = path
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigError.unreadable(path: path)
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            content = try decoder.decode(Content.self, from: data)
        } catch let error as DecodingError {
            let isJSON = (try? decoder.decode(Anything.self, from: data)) != nil
            throw Self.explained(error, path: path, isJSON: isJSON)
        }
    }

    /// Refuses a value that is none of those supported; absent ones mean the default, which is.
    func require(_ key: String, _ value: String?, isOneOf supported: [String]) throws {
        guard let value, !supported.contains(value) else { return }
        throw ConfigError.unsupported(path: path, key: key, value: value, supported: supported)
    }

    /// Refuses a value that does not hold what it must.
    func check(_ key: String, _ holds: Bool, _ why: @autoclosure () -> String) throws {
        guard !holds else { return }
        throw ConfigError.badValue(path: path, key: key, why: why())
    }

    /// Refuses a whole number outside a range; absent ones mean the default, which is inside.
    func check(_ key: String, _ value: Int?, in range: ClosedRange<Int>) throws {
        guard let value else { return }
        try check(
            key, range.contains(value),
            "must lie between \(range.lowerBound) and \(range.upperBound), and is \(value)")
    }

    /// Refuses a number that is not above zero; absent ones mean the default, which is.
    func checkPositive(_ key: String, _ value: Float?) throws {
        guard let value else { return }
        try check(key, value > 0 && value.isFinite, "must be above 0, and is \(value)")
    }

    private static func explained(
        _ error: DecodingError, path: String, isJSON: Bool
    ) -> ConfigError {
        func name(_ keys: [any CodingKey]) -> String {
            keys.map { $0.intValue.map(String.init) ?? snakeCase($0.stringValue) }
                .joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            return .missing(path: path, key: name(context.codingPath + [key]))
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return context.codingPath.isEmpty
                ? .notJSON(path: path)
                : .badValue(path: path, key: name(context.codingPath), why: "is of the wrong type")
        default:
            // Foundation reports a number that does not fit its type as it reports broken JSON.
            return isJSON ? .badScalar(path: path) : .notJSON(path: path)
        }
    }

    /// A key as the file has it, of the name that Swift gives it.
    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { snake, letter in
            if letter.isUppercase { snake += "_" }
            snake += letter.lowercased()
        }
    }
}

/// Any value that is JSON.
private struct Anything: Decodable {
    init(from decoder: any Decoder) {}
}

/// Ranges that no real model leaves; within them sizes can be multiplied without overflow.
enum ConfigLimits {
    /// Widths, channels and counts of tokens.
    static let widths = 1...1 << 24
    /// Layers in a row.
    static let layers = 1...1000
    /// Sides of a picture or of latents.
    static let sides = 1...1 << 16
}

/// A value that a configuration gives once for all blocks, or once for each.
enum PerBlock<Value: Decodable & Sendable>: Decodable, Sendable {
    case same(Value)
    case each([Value])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let values = try? container.decode([Value].self) {
            self = .each(values)
        } else {
            self = .same(try container.decode(Value.self))
        }
    }

    /// The values for `count` blocks; nil where there are not as many.
    func values(_ count: Int) -> [Value]? {
        switch self {
        case .same(let value): Array(repeating: value, count: count)
        case .each(let values): values.count == count ? values : nil
        }
    }
}
