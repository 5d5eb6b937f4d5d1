import Foundation

extension PseudoTerminal {
    /// Easel at a terminal; its history and sessions are below the folder `state`, which is its home too.
    ///
    /// `variables` come besides or instead of the usual ones of its environment; `settings` is the folder of an `init.easel` that runs first.
    package static func easel(
        _ program: String = BuiltProgram.path, state: String, settings: String? = nil,
        columns: Int = 80, rows: Int = 24,
        _ variables: [String] = []
    ) throws -> PseudoTerminal {
        var configuration = state + "/none"
        if let settings {
            configuration = settings + "/config"
            try FileManager.default.createDirectory(
                atPath: configuration + "/easel", withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: settings + "/init.easel", toPath: configuration + "/easel/init.easel")
        }
        let terminal = try PseudoTerminal(columns: columns, rows: rows)
        let names = Set(variables.compactMap { $0.split(separator: "=").first })
        let usual = [
            "TERM=xterm", "LC_ALL=C.UTF-8", "HOME=" + state, "XDG_STATE_HOME=" + state,
            "XDG_CONFIG_HOME=" + configuration, "PATH=/usr/bin:/bin", "NO_COLOR=1",
        ].filter { variable in !names.contains { variable.hasPrefix($0 + "=") } }
        try terminal.start(program, environment: usual + variables)
        return terminal
    }
}
