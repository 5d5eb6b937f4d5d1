import FoundationEssentials

/// Any JSON, for answers of which only some parts are known.
enum JSONValue: Codable, Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The value that the bytes say; nil where they are no JSON.
    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else {
            return nil
        }
        self = value
    }

    init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        if box.decodeNil() {
            self = .null
        } else if let value = try? box.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? box.decode(Double.self) {
            self = .number(value)
        } else if let value = try? box.decode(String.self) {
            self = .string(value)
        } else if let value = try? box.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try box.decode([String: JSONValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var box = encoder.singleValueContainer()
        switch self {
        case .null: try box.encodeNil()
        case .bool(let value): try box.encode(value)
        case .number(let value):
            // `"n": 1.0` is no whole number to every server.
            if let whole = Int(exactly: value) {
                try box.encode(whole)
            } else {
                try box.encode(value)
            }
        case .string(let value): try box.encode(value)
        case .array(let values): try box.encode(values)
        case .object(let fields): try box.encode(fields)
        }
    }

    /// The field of an object; nil for anything else.
    subscript(name: String) -> JSONValue? {
        if case .object(let fields) = self { fields[name] } else { nil }
    }

    /// The text, where it is one.
    var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The number, where it is a whole one that can be counted with.
    var whole: Int? {
        if case .number(let number) = self, abs(number) < 1e12 { Int(exactly: number) } else { nil }
    }

    /// The values of an array, where it is one.
    var values: [JSONValue] { if case .array(let values) = self { values } else { [] } }
}
