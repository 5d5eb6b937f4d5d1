extension EngineIdentity {
    /// This identity as it may leave the machine: of a path only the last component, of an address no
    /// user, password, query or fragment.
    package var shareable: EngineIdentity {
        var copy = self
        copy.model = Self.shareable(model)
        copy.source = Self.shareable(source)
        return copy
    }

    private static func shareable(_ name: String) -> String {
        if name.hasPrefix("file:") { return lastComponent(name.dropFirst("file:".count)) }
        if let scheme = name.firstRange(of: "://") {
            let address = name[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
            let host = address.prefix { $0 != "/" }
            let afterUser = host.lastIndex(of: "@").map { host.index(after: $0) } ?? host.startIndex
            return String(name[..<scheme.upperBound] + address[afterUser...])
        }
        return isPath(name) ? lastComponent(name[...]) : name
    }

    /// `org/name` with at most one slash is a repository, everything else with a slash is a path.
    private static func isPath(_ name: String) -> Bool {
        ["/", "./", "../", "~"].contains { name.hasPrefix($0) }
            || name.count { $0 == "/" } > 1
            || name.hasSuffix("/")
    }

    private static func lastComponent(_ path: Substring) -> String {
        path.split(separator: "/").last.map(String.init) ?? "/"
    }
}
