import Foundation
import Terminal
import TestSupport
import Testing

@Suite struct PasteTextTests {
    @Test(arguments: [
        ("one", "one"), ("one\r", "one\n"), ("one\r\ntwo\nthree\r\r", "one\ntwo\nthree\n\n"),
        ("a\tb\u{3}\u{1B}[31m\u{7F}\u{9B}c", "a\tb[31mc"), ("é日👍🏽", "é日👍🏽"),
    ])
    func linesAreWhatTheyAreAndControlsAreLeftOut(text: String, lines: String) {
        #expect(pastedLines(text).unicodeScalars.elementsEqual(lines.unicodeScalars))
    }
}

@Suite struct HistoryFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/state/history" }

    init() throws {
        folder = try TemporaryFolder()
    }

    private func file(limit: Int = 100) -> HistoryFile { HistoryFile(path: path, limit: limit) }

    @Test func entriesComeBackInOrderWithTheirLineEnds() throws {
        #expect(file().read() == [])
        for entry in ["one", "gen \"two\nlines\\n\"", "d\u{301}rei"] { file().append(entry) }
        #expect(file().read() == ["one", "gen \"two\nlines\\n\"", "d\u{301}rei"])
        #expect(try folder.read("state/history").split(separator: "\n").count == 3)
    }

    @Test func linesFromBeforeEntriesHadSeveralReadAsTheyAre() throws {
        try folder.write("show \\\nsteps\n\nshow\nshow\ncut", to: "state/history")
        #expect(file().read() == ["show \\", "steps", "show", "cut"])
        // A line that was cut off does not run into the next.
        file().append("more")
        #expect(file().read().suffix(2) == ["cut", "more"])
    }

    @Test func itIsTheUsersAlone() throws {
        let permissions = {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        file().append("one")
        #expect(try permissions() == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        file().append("two")
        #expect(try permissions() == 0o600)
    }

    @Test func aLongFileKeepsItsLastEntries() throws {
        let lines = (1...111).map { "line \($0)" }
        try folder.write(lines.joined(separator: "\n") + "\n", to: "state/history")
        // Within a tenth more than the limit it stays as it is.
        #expect(file(limit: 101).read() == Array(lines.suffix(101)))
        #expect(try folder.read("state/history").contains("line 1\n"))
        #expect(file(limit: 100).read() == Array(lines.suffix(100)))
        #expect(
            try folder.read("state/history") == lines.suffix(100).joined(separator: "\n") + "\n")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path + "/state").count == 1)
    }

    @Test func aLinkedFileIsShortenedWhereItIs() throws {
        try folder.write((1...30).map { "\($0)\n" }.joined(), to: "real")
        try folder.write("", to: "state/other")
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: folder.path + "/real")
        #expect(file(limit: 10).read().first == "21")
        #expect(try folder.read("real").hasPrefix("21\n"))
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: path)
                == folder.path + "/real")
    }

    /// Several shells write, and new ones start and shorten the file meanwhile.
    @Test func nothingIsLostBetweenShells() async throws {
        let writers = 4, entries = 150
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask { [path] in
                    let file = HistoryFile(path: path, limit: writers * entries)
                    for entry in 0..<entries { file.append("\(writer) \(entry)") }
                }
            }
            group.addTask { [path] in
                for limit in [500, 550, 590] {
                    _ = HistoryFile(path: path, limit: limit).read()
                }
            }
        }
        let kept = file(limit: writers * entries).read()
        for writer in 0..<writers {
            let own = kept.filter { $0.hasPrefix("\(writer) ") }
            // Only the oldest may have been dropped, and the order is each shell's own.
            #expect(own == (0..<entries).suffix(own.count).map { "\(writer) \($0)" })
            #expect(own.last == "\(writer) \(entries - 1)")
        }
        #expect(kept.count >= 450)
    }
}
