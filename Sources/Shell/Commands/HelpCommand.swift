package import CommandLanguage
import Diagnostics
import Generation

/// Explains commands, settings and the language.
package struct HelpCommand: Command {
    private static let subjectArgument = Argument<TopicName>(
        "a command, a setting, `language` or `settings`", .optional)

    package static let manual = Manual(
        name: "help", group: Group.shell, summary: "lists the commands, or explains one",
        arguments: [subjectArgument],
        examples: [
            Example("help", "the commands, a line each"), Example("help gen", "all about `gen`"),
            Example("help language", "quotation marks, comments, references"),
        ])

    private let subject: Located<TopicName>?

    package init(_ arguments: Arguments) throws {
        subject = try arguments.optional(Self.subjectArgument)
    }

    package func run(in session: Session) throws {
        guard let subject else { return session.console.result(Self.overview) }
        let name = subject.value.text
        guard let page = Self.page(name) else {
            throw ShellError.unknownTopic(
                name, nearest: nearest(to: name, among: Self.subjects.map(\.text))
            ).at(subject.span)
        }
        session.console.result(page)
    }

    /// Everything that can be asked about.
    static var subjects: [Completion] {
        Commands.table.manuals.map { Completion($0.name, $0.summary) }
            + [
                Completion("language", "how a line is read"),
                Completion("settings", "what can be set"),
                Completion("!", SystemShell.summary),
            ] + Settings.all.map { Completion($0.name, $0.summary) }
    }

    /// The commands under their headings.
    static var overview: String {
        let manuals = Commands.table.manuals
        let width = manuals.map { $0.usage.count }.max() ?? 0
        let groups = Group.all.map { group in
            let rows =
                manuals.filter { $0.group == group }.map { ($0.usage, $0.summary) }
                + (group == Group.shell ? [(SystemShell.usage, SystemShell.summary)] : [])
            return group + "\n" + Manual.columns(rows, width: width)
        }
        let more = "`help COMMAND` explains one; `help language` and `help settings` the rest."
        return (groups + [more]).joined(separator: "\n\n")
    }

    private static func page(_ name: String) -> String? {
        switch name {
        case "language": return language
        case "!": return SystemShell.page
        case "settings": return Manual.columns(Settings.all.map { ($0.name, $0.summary) })
        default:
            if let manual = Commands.table[name] { return manual.page }
            return Settings.all.first { $0.name == name }.map {
                "\($0.name): \($0.summary)\n\n    set \($0.name) \($0.placeholder)\n\n"
                    + "It must be \($0.range)."
            }
        }
    }

    private static let language = """
        A line is a command and its arguments; `;` separates commands, `#` begins a comment,
        and a `\\` at the end or an open quotation mark goes on in the next line.

            gen "a lion"        double quotation marks take \\" \\\\ and \\n
            gen 'a "lion"'      single ones take everything as it is
            "a lion" steps=20   a line that begins with one is `gen` of that prompt
            gen "a lion" n=2    options are key=value, with the names that `set` has
            save $3 lion.png    $3 is picture 3, $last the latest, $-2 the one before
            set seed $3.seed    and this a fact of it
            grid $2..$5 $8      pictures 2 to 5, and 8
            sweep steps=4,8 "a" several values have commas between them, or are a range: 1..4
            !ls -l              all that follows is for the system's shell
        """
}
