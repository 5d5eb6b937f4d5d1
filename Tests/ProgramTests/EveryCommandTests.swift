import CommandLanguage
import Foundation
import Shell
import TestSupport
import Testing

/// Every command, typed into the program as it is built.
@Suite struct EveryCommandTests {
    /// What is typed, line by line, and what must then appear on stdout, in this order.
    private static let script: [(line: String, result: String?)] = [
        ("version", "easel 0.1 · "), ("devices", "    cpu  "),
        ("models", "    sketch                  the built-in model"), ("set steps 2", nil),
        ("download sketch", nil), ("remove sketch", nil), ("logout hf", nil),
        ("plan sketch", nil), ("login", nil), ("logout openai", nil),
        ("load sketch fp32", "sketch · StableDiffusionPipeline · fp32 · cpu"), ("set seed 7", nil),
        ("show steps", "    value     2\n    default   20\n    honoured  by sketch"),
        ("unset seed", nil), ("gen \"a fox\" seed=7", "image 1 · 256x256 · seed 7"),
        ("\"a wolf\" seed=8", "image 2 · 256x256 · seed 8"),
        ("again seed=9", "image 3 · 256x256 · seed 9"),
        ("sweep guidance=1,5 \"a cat\" seed=3", " · guidance=1\nimage 5 · 256x256 · seed 3"),
        ("images cat", "$4  256x256  seed 3  a cat\n$5  256x256  seed 3  a cat\n"),
        ("info $1", "prompt      a fox\nseed        7\n"), ("display $1", nil),
        ("diff $1 $2", "prompt  a fox → a wolf\nseed    7 → 8\nPSNR "),
        ("grid $1 $2 sheet.png", "saved sheet.png\n"), ("save $1 fox.png", "saved fox.png\n"),
        ("info fox.png", "made by     Easel 0.1\nprompt      a fox\n"),
        ("again fox.png steps=3", "image 6 · 256x256 · seed 7"),
        ("open $1", nil), ("expect $1 seed=7 steps=2", nil), ("say \"Hello.\"", "Hello.\n"),
        ("pause", nil), ("history again", "  again seed=9\n"),
        ("rerun 3", "    sketch                  the built-in model"),
        ("source lesson.easel", "easel 0.1 · "),
        ("session save all", "saved all.easel\n"),
        ("replay all verify", "image 6 · EXACT\n6 EXACT\n"),
        ("export all.md", "saved all.md and all_files/\n"), ("help gen", "gen: makes a picture"),
        ("!echo hi", "hi\n"), ("unload", nil), ("quit", nil), ("version", nil),
    ]

    /// Lines that ask for as much of a terminal as there can be.
    private static let settings = ["set preview 1", "set display kitty"]
    /// An environment of a terminal that takes all of it.
    private static let terminal = [
        "TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1", "COLORTERM": "truecolor", "CI": "",
        "NO_COLOR": "",
    ]

    /// A folder with the files that the script needs.
    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("version\n", to: "lesson.easel")
        // Not a script: one that was only just written cannot be run while any process that was started meanwhile has it open.
        try FileManager.default.createDirectory(
            atPath: folder.path + "/bin", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/bin/xdg-open", withDestinationPath: "/bin/true")
        return folder
    }

    private static func environment(_ folder: TemporaryFolder) -> [String: String] {
        [
            "DISPLAY": ":0", "PATH": folder.path + "/bin:/usr/bin:/bin",
            "HF_HOME": folder.path + "/hf",
        ]
    }

    /// With a terminal that is told of, but not there, nothing is different.
    @Test(arguments: [([:], []), (terminal, settings)])
    func everyCommandDoesWhatItSays(environment: [String: String], first: [String]) throws {
        let folder = try Self.folder()
        let script = Self.script.map(\.line)
        let lines = script.prefix(4) + first + script.dropFirst(4)
        let outcome = try BuiltProgram.run(
            [], input: lines.joined(separator: "\n") + "\n", in: folder.path,
            environment: Self.environment(folder).merging(environment) { $1 })
        #expect(outcome.status == 0, "\(outcome.messages)")
        var rest = outcome.results[...]
        for (line, result) in Self.script {
            guard let result else { continue }
            guard let found = rest.firstRange(of: result) else {
                Issue.record("`\(line)` does not say `\(result)` in \(rest)")
                return
            }
            rest = rest[found.upperBound...]
        }
        #expect(rest == "", "`quit` is the end")
        #expect(!outcome.results.contains("\u{1B}") && !outcome.messages.contains("\u{1B}"))
        let written = ["all", "all.easel", "all.md", "all_files", "fox.png", "sheet.png"]
        #expect(Set(written).isSubset(of: folder.names))
    }

    /// The prompt is at a terminal, and the results go into a pipe.
    @Test func noEscapeGetsIntoAPipeFromAPrompt() throws {
        let folder = try Self.folder()
        let terminal = try PseudoTerminal()
        let pipe = Pipe()
        let environment = Self.environment(folder).merging(Self.terminal) { $1 }
            .merging(["LC_ALL": "C.UTF-8", "HOME": folder.path]) { $1 }
        try terminal.start(
            "/bin/sh", ["-c", "cd \"$0\" && exec \"$1\"", folder.path, BuiltProgram.path],
            environment: environment.map { "\($0)=\($1)" },
            results: pipe.fileHandleForWriting.fileDescriptor)
        try pipe.fileHandleForWriting.close()
        for line in Self.settings + Self.script.map(\.line) {
            try #require(terminal.waits(for: "]› "), "before `\(line)`")
            terminal.type(line + "\n")
            if line == "pause" {
                #expect(terminal.waits(for: "Enter goes on "))
                terminal.type("\n")
            }
            if line == "quit" { break }
        }
        #expect(terminal.status() == 0)
        let results = String(
            decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        #expect(!results.contains("\u{1B}"))
        #expect(results.contains("image 6 · EXACT\n6 EXACT\n") && results.contains("hi\n"))
    }

    @Test func noCommandIsLeftOut() {
        let typed = Set(Self.script.compactMap { $0.line.split(separator: " ").first })
        for command in Commands.all {
            #expect(typed.contains(command.manual.name[...]), "\(command.manual.name)")
        }
    }
}
