import FoundationEssentials
package import Generation
import Glibc

/// The program as a whole.
package enum Program {
    /// Does what the command line `arguments`, program's name first, ask for; gives the exit status.
    @MainActor
    package static func run(_ arguments: [String], loader: any EngineLoader) async -> Int32 {
        chooseLocale()
        let environment = ProcessInfo.processInfo.environment
        let console = Console.standard(environment)
        do {
            let options = try CommandLineOptions(Array(arguments.dropFirst()))
            let folders = UserFolders(environment)
            let store = folders.state("sessions").map(SessionStore.init(folder:))
            let isInteractive = options.mode == .input && isatty(STDIN_FILENO) == 1
            let session = Session(
                loader: loader, console: console, store: store, isRecorded: isInteractive)
            return try await run(options, session, folders).rawValue
        } catch {
            console.error(error, in: nil)
            return ExitStatus.misused.rawValue
        }
    }

    @MainActor
    private static func run(
        _ options: CommandLineOptions, _ session: Session, _ folders: UserFolders
    ) async throws -> ExitStatus {
        switch options.mode {
        case .version:
            session.console.result("easel \(Easel.version)")
            return .done
        case .help:
            session.console.result(CommandLineOptions.help)
            return .done
        case .lines(let lines):
            return await script(session, .full).run(TextLines(lines))
        case .file(let path):
            return await script(session, .none)
                .run(TextLines(try text(ofFile: path), name: path))
        case .input where isatty(STDIN_FILENO) == 1:
            return await InteractiveShell(session, folders)
                .run(initialCommands: options.runsInitialCommands)
        case .input:
            return await script(session, .withoutInput).run(InputLines())
        }
    }

    @MainActor
    private static func script(_ session: Session, _ access: SystemAccess) -> Interpreter {
        Interpreter(session, Interrupts(endsProgram: true), access: access)
    }

    /// Takes the user's locale, or one in UTF-8 where that is of another encoding: widths and keys depend on it.
    private static func chooseLocale() {
        setlocale(LC_ALL, "")
        if String(cString: nl_langinfo(nl_item(CODESET))) != "UTF-8" {
            setlocale(LC_CTYPE, "C.UTF-8")
        }
        // Numbers are read and written with a point, whatever the country.
        setlocale(LC_NUMERIC, "C")
    }
}
