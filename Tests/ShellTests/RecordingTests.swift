import FoundationEssentials
import Generation
import Images
import Shell
import TestSupport
import Testing

@MainActor
@Suite struct RecordingTests {
    private let folder: TemporaryFolder
    private let store: SessionStore

    init() throws {
        folder = try TemporaryFolder()
        store = SessionStore(folder: folder.path + "/state/sessions")
    }

    /// The only session of the store.
    private func recorded() throws -> SessionDocument {
        let names = try FileManager.default.contentsOfDirectory(atPath: store.folder)
        let files = names.filter { $0.hasSuffix(".easel") }
        #expect(files.count == 1)
        return try SessionDocument(file: "\(store.folder)/\(files.first ?? "")")
    }

    @Test func everyLineIsWrittenBeforeTheNext() async throws {
        let transcript = Transcript(store: store)
        #expect(!FileManager.default.fileExists(atPath: store.folder))
        let lines = [
            "set steps 3", "# a remark", "load sketch", "gen \"a fox\" n=2 # two",
            "set steps 2; show steps", "help gen",
        ]
        for line in lines {
            await transcript.run(line)
            #expect(try recorded().text == transcript.session.recorder.document.text)
        }
        let cells = try recorded().cells
        #expect(
            cells.map(\.text) == [
                "set steps 3", "load sketch", "gen \"a fox\" n=2 # two", "set steps 2",
                "show steps", "help gen",
            ])
        #expect(cells[2].images.map(\.file) == ["fox-1.png", "fox-2.png"])
        #expect(cells[2].images.map(\.picture.request.steps) == [3, 3])
        #expect(try recorded().entries[1] == .comment("# a remark"))
    }

    @Test func picturesAreBesideTheFile() async throws {
        let transcript = Transcript(store: store)
        await transcript.run("gen \"a fox\"")
        let picture = try #require(transcript.session.pictures.first)
        let path = try #require(picture.path)
        #expect(path == transcript.session.recorder.path?.replacing(".easel", with: "/fox-1.png"))
        let file = try PNGFile.read(path)
        #expect(file.image.pixelHash == picture.record.pixels)
        #expect(PictureRecord(file.texts) == picture.record)
    }

    @Test func aLineThatDidNothingIsStruck() async throws {
        let transcript = Transcript(store: store)
        await transcript.run("set steps 3; set steps 0; set steps 5")
        await transcript.run("fly \\\n high")
        await transcript.run("gen refused")
        let cells = try recorded().cells
        #expect(
            cells.map(\.text) == ["set steps 3", "set steps 0", "fly \\\n high", "gen refused"])
        #expect(cells.map(\.isStruck) == [false, true, true, true])
        #expect(cells[2].results == [.error("there is no command `fly`")])
        // The model that it loaded counts for what follows.
        #expect(cells[3].results.count == 2)
        await transcript.run("gen a")
        #expect(try recorded().images.first?.picture.engine.model == "sketch")
    }

    @Test func whatConcernsTheSessionItselfIsNotRecorded() async throws {
        let transcript = Transcript(store: store)
        await transcript.run("show n")
        try folder.write("# a lesson\nset seed 3\nshow seed\n", to: "a.easel")
        await transcript.run(
            "session list; source \(folder.path)/a.easel; rerun 1; session save \(folder.path)/b")
        await transcript.run("#= image 1\n#! easel 1\n#- x")
        let texts = try recorded().cells.map(\.text)
        #expect(texts == ["show n", "set seed 3", "show seed", "show n"])
        #expect(try recorded().entries.count == 5)
    }

    @Test func aPictureThatWasInterruptedIsKeptAsPartial() async throws {
        let transcript = Transcript(store: store)
        await transcript.run("load halting")
        let task = Task { await transcript.run("gen \"a fox\" seed=5") }
        while transcript.loader.halts.all.isEmpty { await Task.yield() }
        task.cancel()
        #expect(await task.value == .interrupted)
        let cell = try #require(try recorded().cells.last)
        #expect(!cell.isStruck)
        #expect(cell.results.last == .interrupted)
        let image = try #require(cell.images.first)
        #expect(image.picture.partial?.total == 4)
        let path = try #require(transcript.session.pictures.first?.path)
        #expect(PictureRecord(try PNGFile.read(path).texts)?.partial != nil)
        #expect(transcript.results.text.contains("partial, "))
    }

    @Test func aSessionIsTakenUpWhereItEnded() async throws {
        let first = Transcript(store: store)
        await first.run("load wide; set steps 3; set size 64x64; gen \"a fox\" seed=7")
        await first.run("set seed $last.seed; gen refused")
        let name = try #require(first.session.recorder.path).split(separator: "/").last ?? ""
        // It is still being written.
        let early = Transcript(store: store)
        #expect(await early.run("session load \(name.dropLast(6))") == .failed)
        #expect(early.messages.text.contains("another shell is writing"))
        first.session.recorder.close()

        let second = Transcript(store: store)
        await second.run("session load \(name.dropLast(6)); show seed; gen $1.prompt")
        let pictures = second.session.pictures
        try #require(pictures.count == 2, "\(second.messages.text)")
        #expect(pictures.map(\.number) == [1, 2])
        #expect(
            pictures.map(\.record.request) == [
                pictures[0].record.request, pictures[0].record.request,
            ])
        #expect(second.session.engine?.identity.model == "wide")
        #expect(second.messages.text.contains("loading `wide`, which was loaded before"))
        #expect(try pictures[0].pixels().pixelHash == pictures[1].record.pixels)
        #expect(try recorded().text == second.session.recorder.document.text)
        #expect(try recorded().cells.count == 8)
    }

    @Test func aSavedSessionIsWholeAndCanBeMoved() async throws {
        let first = Transcript()
        await first.run("gen \"a fox\"; gen \"a wolf\"; session save \(folder.path)/pack")
        #expect(first.results.text.hasSuffix("saved \(folder.path)/pack.easel\n"))
        #expect(folder.names.sorted() == ["pack", "pack.easel"])
        try FileManager.default.moveItem(
            atPath: folder.path + "/pack", toPath: folder.path + "/moved")
        try FileManager.default.moveItem(
            atPath: folder.path + "/pack.easel", toPath: folder.path + "/moved.easel")
        let second = Transcript(store: store)
        await second.run("session load \(folder.path)/moved.easel; gen \"a dog\"; session save")
        #expect(second.messages.text.contains("this session has no name yet"))
        // The user's file stays as it was; the copy goes on, pictures and all.
        #expect(try SessionDocument(file: folder.path + "/moved.easel").images.count == 2)
        #expect(try recorded().images.map(\.number) == [1, 2, 3])
        let copies = second.session.pictures.map { $0.path ?? "" }
        #expect(copies.allSatisfy { FileManager.default.fileExists(atPath: $0) })
        #expect(await second.run("session save \(folder.path)/third; session save") == .done)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path + "/third").count == 3)
    }

    @Test func twoShellsHaveFilesOfTheirOwn() async throws {
        let shells = [Transcript(store: store), Transcript(store: store)]
        for index in 1...3 {
            for (number, shell) in shells.enumerated() {
                await shell.run("gen \"shell \(number)\" seed=\(index)")
            }
        }
        for (number, shell) in shells.enumerated() {
            let path = try #require(shell.session.recorder.path)
            let document = try SessionDocument(file: path)
            #expect(document.images.count == 3)
            #expect(document.cells.allSatisfy { $0.text.contains("shell \(number)") })
        }
    }

    @Test func aFolderThatCannotBeWrittenStopsNobody() async throws {
        // A file stands where the folder would be.
        try folder.write("", to: "state")
        let transcript = Transcript(store: store)
        #expect(await transcript.run("set steps 3; gen \"a fox\"; gen \"a fox\"") == .done)
        let messages = transcript.messages.text
        #expect(messages.contains("cannot record this session in"))
        #expect(messages.contains("`session save PATH` writes the session elsewhere"))
        #expect(transcript.session.pictures.count == 2)
        #expect(await transcript.run("session save \(folder.path)/rescued") == .done)
        #expect(try SessionDocument(file: folder.path + "/rescued.easel").images.count == 2)
        // Once it can be written, nothing is missing.
        try FileManager.default.removeItem(atPath: folder.path + "/state")
        await transcript.run("show n")
        #expect(transcript.messages.text.contains("recorded again"))
        #expect(try recorded().text == transcript.session.recorder.document.text)
    }
}
