/// A small JSON document as a tree, with the members of its objects in the file's order.
indirect enum JSON {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([(key: String, value: JSON)])

    /// Reads a whole file.
    init(_ file: TextFile) throws {
        var scanner = JSONScanner(file)
        self = try scanner.value()
        try scanner.end()
    }

    /// The value of the last member called `key`; nil where there is none, or null.
    subscript(key: String) -> JSON? {
        guard let value = members.last(where: { $0.key == key })?.value else { return nil }
        if case .null = value { return nil }
        return value
    }

    /// The members of an object; none of anything else.
    var members: [(key: String, value: JSON)] {
        if case .object(let members) = self { members } else { [] }
    }

    /// The elements of an array; none of anything else.
    var elements: [JSON] {
        if case .array(let elements) = self { elements } else { [] }
    }

    /// The text, if this is a string.
    var string: String? {
        if case .string(let string) = self { string } else { nil }
    }

    /// The truth, if this is one.
    var bool: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }

    /// The number, if this is one.
    var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }
}

extension JSONScanner {
    /// Reads a value of any kind as a tree.
    mutating func value() throws -> JSON {
        switch peek() {
        case UInt8(ascii: "{"):
            var all: [(key: String, value: JSON)] = []
            try members { scanner in
                let key = String(decoding: scanner.text, as: UTF8.self)
                all.append((key, try scanner.value()))
            }
            return .object(all)
        case UInt8(ascii: "["):
            var all: [JSON] = []
            try elements { all.append(try $0.value()) }
            return .array(all)
        case UInt8(ascii: "\""):
            try string()
            return .string(String(decoding: text, as: UTF8.self))
        default:
            return try scalar()
        }
    }

    /// Reads a number, a truth or null.
    mutating func scalar() throws -> JSON {
        let start = self
        switch try word() {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case let word:
            // Swift reads more than JSON allows: hexadecimal, infinities.
            let isDecimal = word.allSatisfy { "0123456789+-.eE".contains($0) }
            guard isDecimal, let number = Double(word) else { throw start.expected("a value") }
            return .number(number)
        }
    }
}
