import Foundation
import Images
import TestSupport
import Testing

/// Remote models through the program as it is built, with a stand-in for OpenAI.
@Suite struct RemoteProgramTests {
    private let folder: TemporaryFolder
    private let standIn: StandInOpenAI

    init() throws {
        folder = try TemporaryFolder()
        standIn = try StandInOpenAI()
    }

    /// Runs lines, each typed by itself.
    private func run(
        _ lines: String, _ more: [String: String] = [:]
    ) throws -> BuiltProgram.Outcome {
        let places = [
            "XDG_CONFIG_HOME": folder.path + "/config", "XDG_STATE_HOME": folder.path + "/state",
            "HOME": folder.path,
        ]
        let environment = standIn.environment.merging(places) { $1 }.merging(more) { $1 }
        return try BuiltProgram.run([], input: lines, in: folder.path, environment: environment)
    }

    @Test func whatTheModelTakesIsShownAndNothingElseIsTaken() throws {
        let outcome = try run("load gpt-image-1.5\nshow quality\nset quality hd\n")
        #expect(outcome.results.contains("range     `low`, `medium`, `high`, `auto`\n"))
        #expect(outcome.messages.contains("hint:  it takes `low`, `medium`, `high`, `auto`\n"))
        #expect(standIn.server.requests.isEmpty)
    }

    @Test func aPictureIsMadeRecordedAndNotBoughtAgain() throws {
        let outcome = try run(
            """
            load gpt-image
            set quality low
            gen "a lion having coffee" aspect=3:2
            again quality=high
            info $1
            save $1 lion.png
            session save s

            """)
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.results.contains("gpt-image-2.5-sunburst · OpenAI images · remote · "))
        #expect(outcome.results.contains("image 1 · 1536x1024 · "))
        #expect(!outcome.results.contains("seed") && !outcome.messages.contains("seed"))
        #expect(outcome.messages.contains("1076 tokens (1056 of pictures)"))
        #expect(outcome.messages.contains("again: \"a lion having coffee\" quality=high"))
        let record = try folder.read("s.easel")
        #expect(record.contains("#= request \"a lion having coffee\" quality low tokens 1076\n"))
        #expect(record.contains("#= request \"a lion having coffee\" quality high tokens 1076\n"))
        let texts = try PNGFile.read(folder.path + "/lion.png").texts
        #expect(texts.contains { $0.keyword == "easel" && $0.text.contains("\"quality\":\"low\"") })
        #expect(
            texts.contains {
                $0.keyword == "parameters"
                    && $0.text.hasSuffix(
                        "Size: 1536x1024, Model: gpt-image-2.5-sunburst, Version: Easel 0.1")
            })
        let bought = standIn.server.requests.count
        #expect(bought == 2)
        let replay = try run("replay s\nreplay s verify\n", ["OPENAI_API_KEY": ""])
        #expect(replay.results.contains("image 1 · 1536x1024 · "))
        #expect(replay.results.contains(" · stored\n"))
        #expect(replay.results.contains("2 CANNOT\n"), "\(replay.results)")
        #expect(standIn.server.requests.count == bought)
        let paid = try run("replay s pay\n")
        #expect(paid.status == 0, "\(paid.messages)")
        #expect(standIn.server.requests.count == bought + 2)
    }

    @Test func settingsAreRefusedBeforeAnythingIsSent() throws {
        let rows = [
            (
                "set quality hd", "`gpt-image-1.5` has no quality `hd`",
                "it takes `low`, `medium`, `high`, `auto`"
            ),
            (
                "gen a quality=max", "`gpt-image-1.5` has no quality `max`",
                "it takes `low`, `medium`, `high`, `auto`"
            ),
            (
                "gen a size=512x512", "`gpt-image-1.5` makes no pictures of `512x512`",
                "it makes `1024x1024`, `1536x1024`, `1024x1536`"
            ),
            (
                "set n 11", "`gpt-image-1.5` makes up to 10 pictures at once, not 11",
                "give `gen` again for more"
            ),
            ("gen a image=nowhere.png", "cannot send `nowhere.png`: there is no such folder", nil),
        ]
        for (line, message, hint) in rows {
            let outcome = try run("load gpt-image-1.5\n\(line)\n")
            #expect(outcome.status == 1)
            #expect(outcome.messages.contains("error: \(message)\n"), "\(outcome.messages)")
            if let hint { #expect(outcome.messages.contains("hint:  \(hint)\n")) }
        }
        #expect(standIn.server.requests.isEmpty)
        let kept = try run(
            "set quality hd seed=7\nload gpt-image-1.5\nset style vivid\nshow quality\n")
        #expect(kept.status == 0)
        #expect(kept.messages.contains("seed is kept, but gpt-image-1.5 ignores it"))
        #expect(kept.messages.contains("style is kept, but gpt-image-1.5 ignores it"))
    }

    @Test func aPictureIsChanged() throws {
        let outcome = try run(
            """
            load gpt-image
            gen "a lion"
            gen "with a hat" image=$1
            again quality=high
            save $last hat.png
            gen "with a hat" image=$last mask=$1
            """)
        #expect(outcome.messages.contains("`$1` is a picture, where a value is wanted"))
        #expect(
            standIn.server.requests.map(\.path)
                == ["/v1/images/generations", "/v1/images/edits", "/v1/images/edits"])
        #expect(outcome.results.contains("image 2 · 1024x1024"))
        let foreign = try run("load gpt-image\nagain hat.png\n")
        #expect(
            foreign.messages.contains(
                "error: it was made with the image `$1`, which is not known here"))
        #expect(standIn.server.requests.count == 3)
        let local = try run("load sketch\ngen \"a lion\" image=a.png\n")
        #expect(local.messages.contains("error: `sketch` changes no pictures that it is given"))
    }

    /// The key is typed, comes from the environment, and is echoed by the service: it is in no file and on no stream.
    @Test func theKeyIsInNoFile() throws {
        let key = StandInOpenAI.key
        let login = try run("login openai\n\(key)\n", ["OPENAI_API_KEY": ""])
        #expect(login.status == 0, "\(login.messages)")
        let stored = folder.path + "/config/easel/openai-key"
        let lines = """
            login
            plan gpt-image
            load gpt-image
            gen "a lion"
            save $1 lion.png
            session save s
            export s.html; export s.md; export s.ipynb
            history
            """
        for environment in [["OPENAI_API_KEY": ""], [:]] {
            let outcome = try run(lines, environment)
            #expect(outcome.status == 0, "\(outcome.messages)")
            #expect(outcome.results.contains("…nly5 from "))
            let failed = try run("load gpt-image\ngen \"[echo] a lion\"\n", environment)
            #expect(failed.status == 1)
            for text in [outcome.results, outcome.messages, failed.results, failed.messages] {
                #expect(!text.contains(key))
            }
        }
        let terminal = try PseudoTerminal.easel(
            state: folder.path + "/terminal",
            ["OPENAI_BASE_URL=\(standIn.base)", "XDG_CONFIG_HOME=\(folder.path)/typed"])
        #expect(terminal.waits(for: "[1]› "))
        terminal.type("login openai\n")
        #expect(terminal.waits(for: "API key of OpenAI (platform.openai.com/api-keys): "))
        terminal.type(key + "\n")
        #expect(terminal.waits(for: "logged in to openai with …nly5"))
        terminal.type("load gpt-image\n")
        #expect(terminal.waits(for: "· OpenAI images · remote ·"))
        terminal.type("gen \"a lion\"\n")
        #expect(terminal.waits(for: "image 1 · 1024x1024"))
        terminal.type("gen \"\(key)\"\n")
        #expect(terminal.waits(for: "it was neither run nor kept"))
        terminal.type("quit\n")
        #expect(terminal.status() == 0)
        let typed = folder.path + "/typed/easel/openai-key"
        var seen = 0
        for path in try folder.files() where path != stored && path != typed {
            seen += 1
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(bytes.range(of: Data(key.utf8)) == nil, "\(path)")
        }
        #expect(seen > 8)
        for path in [stored, typed] {
            #expect(try String(contentsOfFile: path, encoding: .utf8) == key + "\n")
        }
    }

    /// Four pictures of four million bytes each go to the disk as they come, and are read one by one.
    @Test func aLargeAnswerTakesLittleMemory() throws {
        let small = try peak("gen \"a lion\" n=4 size=1024x1024")
        let large = try peak("gen \"[big] a lion\" n=4 size=1024x1024")
        #expect(large - small < 100_000, "\(small) KiB, then \(large) KiB")
    }

    @Test func aHugeAnswerIsRefused() throws {
        let outcome = try run("load gpt-image\ngen \"[huge] a lion\"\n")
        #expect(outcome.status == 1)
        #expect(outcome.messages.contains("error: the answer is longer than what was asked can be"))
    }

    /// The most memory that the program had while it ran a line, in KiB.
    private func peak(_ line: String) throws -> Int {
        let outcome = try run("load gpt-image\n\(line)\n!grep VmHWM /proc/$PPID/status\n")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let words = outcome.results.split(separator: "\n").last?.split { $0 == " " || $0 == "\t" }
        return try #require(
            words.flatMap { $0.count == 3 ? Int($0[1]) : nil }, "\(outcome.results)")
    }
}
