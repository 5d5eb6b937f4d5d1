import Foundation
import Images
import TestSupport
import Testing

/// The lessons under `sessions` come out as they were recorded, and are as lessons should be.
@Suite(.serialized) struct LessonTests {
    private static let folder = Fixtures.path("../../sessions")
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".easel") }.map { String($0.dropLast(".easel".count)) }.sorted()

    private static func lines(_ name: String) throws -> [String] {
        try String(contentsOfFile: "\(folder)/\(name).easel", encoding: .utf8)
            .components(separatedBy: "\n")
    }

    /// What the lines of a lesson begin with that tell what came of it.
    private static let resultMark = "#="

    @Test func lessonsAreNumbered() {
        #expect(Self.names.count >= 9)
        for (index, name) in Self.names.enumerated() {
            #expect(name.hasPrefix("0\(index + 1)-"))
        }
    }

    @Test(arguments: names) func picturesAreTheRecordedOnes(name: String) throws {
        let outcome = try BuiltProgram.run(["replay", "\(Self.folder)/\(name).easel", "verify"])
        #expect(outcome.status == 0, "\(outcome.results)\(outcome.messages)")
        let verdicts = outcome.results.split(separator: "\n").dropLast()
        #expect(verdicts.count >= 2)
        // On another processor sums are rounded in another way.
        let form = #/image \d+ · (EXACT|CLOSE \d+\.\d\d dB)( · arithmetic: recorded .*)?/#
        for verdict in verdicts { #expect(verdict.wholeMatch(of: form) != nil, "\(verdict)") }
    }

    #if arch(x86_64)
    @Test func withOtherInstructionsPicturesAreClose() throws {
        let outcome = try BuiltProgram.run(
            ["replay", "\(Self.folder)/01-first-image", "verify"],
            environment: ["ONEDNN_MAX_CPU_ISA": "SSE41"])
        #expect(outcome.status == 0)
        let verdicts = outcome.results.split(separator: "\n").dropLast()
        let form = #/image \d+ · CLOSE \d\d\.\d\d dB · arithmetic: recorded .*, now .* sse4\.1, .*/#
        for verdict in verdicts { #expect(verdict.wholeMatch(of: form) != nil, "\(verdict)") }
    }
    #endif

    @Test func recordingALessonAnewKeepsItsLines() throws {
        let folder = try TemporaryFolder()
        let (source, copy) = ("\(Self.folder)/01-first-image.easel", folder.path + "/copy")
        let outcome = try BuiltProgram.run(["-c", "source \(source); session save \(copy)"])
        #expect(outcome.status == 0, "\(outcome.messages)")
        let kept = try folder.read("copy.easel").components(separatedBy: "\n")
            .filter { !$0.hasPrefix(Self.resultMark) }
        let lesson = try Self.lines("01-first-image").filter { !$0.hasPrefix(Self.resultMark) }
        #expect(kept == lesson)
    }

    @Test(arguments: names) func lessonIsShortAndChecksItself(name: String) throws {
        let lines = try Self.lines(name)
        #expect(lines.first == "#! easel 1")
        #expect(lines[1].hasPrefix("# Lesson \(name.dropFirst().prefix(1)): "))
        let written = lines.filter { !$0.hasPrefix(Self.resultMark) }
        #expect(written.count <= 45)
        for line in written {
            #expect(line.count <= 105, "\(line)")
            #expect(line.last?.isWhitespace != true, "\(line)")
        }
        let words = written.compactMap { $0.split(separator: " ").first }
        #expect(words.filter { ["gen", "sweep", "set", "unset", "load"].contains($0) }.count <= 10)
        // Where a session is saved, commands that share a line get one each.
        let commands = written.filter { $0.first?.isLetter == true && !$0.hasPrefix("say ") }
        #expect(!commands.contains { $0.contains(";") })
        #expect(words.contains("expect"))
        #expect(words.contains("say"))
        // The precision that every processor has.
        #expect(words.filter { $0 == "load" }.count == 1)
        #expect(written.contains("load sketch fp32"))
    }

    @Test(arguments: names) func storedPicturesAreThoseOfTheRecord(name: String) throws {
        let form = #/#= image \d+ file (\S+) .*pixels (sha256:[0-9a-f]{64}) .*/#
        var files: [String] = []
        for line in try Self.lines(name) {
            guard let match = line.wholeMatch(of: form) else { continue }
            let file = String(match.1)
            files.append(file)
            let picture = try PNGFile.read("\(Self.folder)/\(name)/\(file)").image
            #expect(picture.pixelHash == match.2)
        }
        let stored = try FileManager.default.contentsOfDirectory(atPath: "\(Self.folder)/\(name)")
        #expect(stored.sorted() == files.sorted())
    }

    @Test func allPicturesTogetherAreSmall() throws {
        let files = FileManager.default.enumerator(atPath: Self.folder)?.allObjects ?? []
        let bytes = try files.compactMap { $0 as? String }.reduce(0) { sum, file in
            let facts = try FileManager.default.attributesOfItem(atPath: "\(Self.folder)/\(file)")
            return sum
                + (facts[.type] as? FileAttributeType == .typeRegular
                    ? (facts[.size] as? Int ?? 0) : 0)
        }
        #expect(bytes < 3_000_000)
    }
}
