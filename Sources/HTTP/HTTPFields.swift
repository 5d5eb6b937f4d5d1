/// The fields of a request's or an answer's head, in their order; names are told apart without regard to case.
package struct HTTPFields: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// Each field's name and value, as they were given.
    package private(set) var all: [(name: String, value: String)]

    /// The given fields.
    package init(dictionaryLiteral elements: (String, String)...) {
        all = elements.map { (name: $0.0, value: $0.1) }
    }

    /// The value of the first field with this name; setting it replaces every field with the name, nil removes them.
    package subscript(name: String) -> String? {
        get { all.first { Self.isSame($0.name, name) }?.value }
        set {
            all.removeAll { Self.isSame($0.name, name) }
            if let newValue { all.append((name, newValue)) }
        }
    }

    /// Adds a field beside those with the same name.
    package mutating func append(_ name: String, _ value: String) {
        all.append((name, value))
    }

    package static func == (one: HTTPFields, other: HTTPFields) -> Bool {
        one.all.elementsEqual(other.all) { $0.name == $1.name && $0.value == $1.value }
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        one.utf8.elementsEqual(other.utf8) { ($0 | 0x20) == ($1 | 0x20) }
    }
}
