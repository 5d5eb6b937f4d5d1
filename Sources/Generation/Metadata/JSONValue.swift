/// A JSON document as a tree, with an object's members in the file's order and numbers as they are written.
///
/// `JSONDecoder` keeps neither, and refuses the `NaN` that Python writes.
indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number, or one of Python's `NaN`, `Infinity` and `-Infinity`.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A name with its value.
    struct Member: Hashable, Sendable {
        let name: String
        let value: JSONValue
    }

    /// The document that a whole text is; nil where it is none.
    init?(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        guard let (value, end) = JSONValue.reading(scalars, at: 0),
            scalars[end...].allSatisfy({ $0.properties.isWhitespace })
        else { return nil }
        self = value
    }

    /// The value of the last member of that name, as Python takes it; nil where there is none.
    subscript(name: String) -> JSONValue? {
        members?.last { $0.name == name }?.value
    }

    /// The members of an object.
    var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The elements of an array.
    var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The text of a string.
    var string: String? {
        if case .string(let string) = self { string } else { nil }
    }

    /// The text of a string, a number or a truth.
    var scalar: String? {
        switch self {
        case .string(let string): string
        case .number(let number): number
        case .bool(let bool): bool ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// This value on one line: a string without its quotation marks, all else as JSON.
    var text: String {
        if let scalar { return scalar }
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool, .number: text += scalar ?? ""
        case .string(let string): Self.write(string, to: &text)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += ", " }
                element.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += ", " }
                Self.write(member.name, to: &text)
                text += ": "
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension JSONValue {
    /// Every value below this object that is no object, named by its path (`model.name`), in the file's order.
    var flattened: [OriginPair] {
        var pairs: [OriginPair] = []
        flatten(under: "", into: &pairs)
        return pairs
    }

    private func flatten(under path: String, into pairs: inout [OriginPair]) {
        for member in members ?? [] {
            let name = path.isEmpty ? member.name : path + "." + member.name
            switch member.value {
            case .null: break
            case .object: member.value.flatten(under: name, into: &pairs)
            default: pairs.append(OriginPair(name: name, text: member.value.text))
            }
        }
    }
}
