import CommandLanguage
import FoundationEssentials
import Shell
import TestSupport
import Testing

@MainActor
@Suite(.serialized) struct ManualTests {
    nonisolated static let examples = Commands.all.flatMap { $0.manual.examples.map(\.line) }

    @Test(arguments: examples) func exampleRuns(line: String) async throws {
        // Examples read and write files in the present folder.
        let folder = try TemporaryFolder()
        try folder.write("version\n", to: "lesson.easel")
        try await WorkingFolder.at(folder) {
            let transcript = Transcript(environment: try FakeDesktop(in: folder).environment)
            #expect(await transcript.run(line) == .done, "\(transcript.messages.text)")
        }
    }

    @Test func theTableIsSortedAndWhole() throws {
        let names = Commands.all.map { $0.manual.name }
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let files = try FileManager.default
            .contentsOfDirectory(atPath: "/\(root)/Sources/Shell/Commands")
            .filter { $0 != "Command.swift" }
        #expect(files.sorted() == Commands.all.map { "\($0).swift" }.sorted())
    }

    @Test(arguments: Commands.all.map { $0.manual.name }) func manualIsComplete(name: String) throws
    {
        let manual = try #require(Commands.table[name])
        #expect(!manual.examples.isEmpty)
        #expect(!manual.summary.isEmpty && manual.summary.last != ".")
        #expect(manual.page.split(separator: "\n").allSatisfy { $0.count <= 110 })
        let isListed = manual.examples.allSatisfy {
            $0.line.contains(name) || $0.line.hasPrefix("\"")
        }
        #expect(isListed)
    }

    @Test func helpListsEveryCommand() async {
        let transcript = Transcript()
        await transcript.run("help")
        for command in Commands.all {
            #expect(transcript.results.text.contains("    " + command.manual.usage))
        }
        #expect(transcript.results.text.contains("\n    !COMMAND "))
    }

    @Test func everySubjectOfHelpHasAPage() async {
        for subject in SessionVocabulary(Transcript().session).completions(on: TopicName.topic) {
            let transcript = Transcript()
            #expect(await transcript.run("help \(subject.text)") == .done)
            #expect(!transcript.results.text.isEmpty)
        }
    }

    @Test func showListsEverySetting() async {
        let transcript = Transcript()
        await transcript.run("show")
        let names = transcript.results.text.split(separator: "\n").dropFirst()
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(names == Settings.all.map(\.name))
    }
}
