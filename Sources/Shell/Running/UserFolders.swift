/// Where a user's files of Easel are, by the XDG base directories.
struct UserFolders {
    private let environment: [String: String]

    /// The folders that `environment` tells of.
    init(_ environment: [String: String]) {
        self.environment = environment
    }

    /// The path of `name` among what a user configures; nil without a home.
    func configuration(_ name: String) -> String? {
        path("XDG_CONFIG_HOME", usual: ".config", name)
    }

    /// The path of `name` among what is kept from one run to the next; nil without a home.
    func state(_ name: String) -> String? {
        path("XDG_STATE_HOME", usual: ".local/state", name)
    }

    private func path(_ variable: String, usual: String, _ name: String) -> String? {
        if let base = environment[variable], base.hasPrefix("/") { return "\(base)/easel/\(name)" }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return "\(home)/\(usual)/easel/\(name)"
    }
}
