import CommandLanguage
import Diagnostics

/// What the program's own arguments ask for.
package struct CommandLineOptions: Hashable, Sendable {
    /// What to do.
    package enum Mode: Hashable, Sendable {
        /// Read commands from standard input: with a prompt where that is a terminal.
        case input
        /// Run the file at this path.
        case file(String)
        /// Run these lines.
        case lines(String)
        /// Print the version.
        case version
        /// Print the help.
        case help
    }

    /// What to do.
    package var mode = Mode.input
    /// Whether the user's initial commands run before the prompt.
    package var runsInitialCommands = true

    /// What `arguments`, without the program's name, ask for.
    package init(_ arguments: [String]) throws(UsageError) {
        if arguments.first == ReplayCommand.manual.name {
            mode = .lines(arguments.map(Word.quoting).joined(separator: " "))
            return
        }
        var rest = arguments[...]
        var modes: [Mode] = []
        var optionsEnded = false
        while let argument = rest.popFirst() {
            if optionsEnded || argument == "-" || !argument.hasPrefix("-") {
                modes.append(argument == "-" && !optionsEnded ? .input : .file(argument))
                continue
            }
            switch argument {
            case "--": optionsEnded = true
            case "-c":
                guard let lines = rest.popFirst() else { throw .noLines }
                modes.append(.lines(lines))
            case "--version": modes.append(.version)
            case "--help", "-h": modes.append(.help)
            case "--no-init": runsInitialCommands = false
            default:
                throw .unknownOption(argument, nearest: nearest(to: argument, among: Self.names))
            }
        }
        // `--help` among others explains, whatever they are.
        if modes.contains(.help) { modes = [.help] }
        if modes.count > 1 { throw .tooMuch(arguments) }
        mode = modes.first ?? .input
    }

    private static let names = ["-c", "--version", "--help", "--no-init"]

    /// What `--help` prints.
    package static let help = """
        easel: an interactive shell for text-to-image models

            easel                     prompts for commands, or reads them from standard input
            easel FILE.easel          runs a file of commands, up to the first error
            easel -c 'LINE; LINE'     runs the given commands
            easel replay FILE [verify | trust | step | pay]
                                      runs a recorded session again; `verify` compares the pictures
            easel --version | --help

            --no-init                 does not run `init.easel` before the prompt

        `easel -c help` lists the commands. Exit status: 0 all done, 1 a command failed,
        2 the command line was wrong, 3 a replay made other pictures, 130 interrupted.
        """
}

/// What is wrong with the program's own arguments.
package enum UsageError: ExplainedError, Hashable {
    /// There is no such option.
    case unknownOption(String, nearest: String?)
    /// `-c` stands at the end.
    case noLines
    /// More than one thing is asked for.
    case tooMuch([String])

    package var message: String {
        switch self {
        case .unknownOption(let option, _): "`easel` has no option `\(option)`"
        case .noLines: "`-c` needs the lines to run"
        case .tooMuch(let arguments):
            "`\(arguments.map(Word.quoting).joined(separator: " "))` asks for more than one thing"
        }
    }

    package var hint: String? {
        switch self {
        case .unknownOption(_, let nearest):
            nearest.map { "did you mean `\($0)`?" } ?? "`easel --help` lists them"
        case .noLines: "`easel -c 'gen \"a lion having coffee\"'`"
        case .tooMuch: "give one file, or `-c` and one text with `;` between the commands"
        }
    }
}
