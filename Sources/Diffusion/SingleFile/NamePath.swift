/// A tensor's name, read from its beginning, part by part.
struct NamePath {
    private var parts: ArraySlice<Substring>

    /// The parts of `name`, which dots separate.
    init(_ name: String) {
        parts = name.split(separator: ".", omittingEmptySubsequences: false)[...]
    }

    /// The next part; nil at the end.
    mutating func next() -> Substring? {
        parts.popFirst()
    }

    /// The next part, which must be a number below `limit`.
    mutating func number(below limit: Int) -> Int? {
        guard let number = next().flatMap({ Int($0) }), (0..<limit).contains(number) else {
            return nil
        }
        return number
    }

    /// What `names` has for the next part, or for the next two.
    mutating func next(in names: [String: String]) -> String? {
        guard let first = next() else { return nil }
        if let found = names[String(first)] { return found }
        return next().flatMap { names[first + "." + $0] }
    }

    /// `place` with the parts that are left after it.
    func appended(to place: String) -> String {
        ([place[...]] + parts).joined(separator: ".")
    }
}
