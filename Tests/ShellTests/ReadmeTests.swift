import Foundation
import Images
import TestSupport
import Testing

/// What `README.md` shows of the program is what the program says.
@Suite struct ReadmeTests {
    private static let root = Fixtures.path("../..")

    /// A block of `README.md`: a command line, what is typed at the prompt, what comes out.
    private struct Example {
        var command: String
        var typed: [String] = []
        var output: [String] = []

        init(_ lines: [Substring]) {
            command = String(lines.first?.dropFirst(2) ?? "")
            for line in lines.dropFirst() {
                if let prompt = line.firstMatch(of: #/^\[\d+\]› /#) {
                    typed.append(String(line[prompt.range.upperBound...]))
                } else {
                    output.append(String(line))
                }
            }
        }
    }

    @Test func transcriptsAreTrue() throws {
        let examples = try Self.examples()
        #expect(examples.count == 2)
        let folder = try TemporaryFolder()
        for example in examples {
            var expected = example.output
            if !example.typed.isEmpty {
                // A prompt alone greets.
                let version = try Self.run("easel -c version", [], in: folder)
                #expect(Self.masked(expected.removeFirst()) == version[0] + " · type `help`")
            }
            let output = try Self.run(example.command, example.typed, in: folder)
            #expect(output == expected.map(Self.masked))
        }
        // In another precision it differs a little, at 52 dB.
        let shown = try PNGFile.read(Self.root + "/Documentation/images/lion.png").image
        let made = try PNGFile.read(folder.path + "/lion.png").image
        #expect(try #require(ImageDifference(shown, made)).psnr > 40)
    }

    @Test func linksLeadSomewhere() throws {
        let text = try String(contentsOfFile: Self.root + "/README.md", encoding: .utf8)
        let links = text.matches(of: #/\]\(([^)]+)\)/#).map { String($0.1) }
        #expect(links.count > 5)
        for link in links where !link.hasPrefix("https:") {
            #expect(FileManager.default.fileExists(atPath: Self.root + "/" + link), "\(link)")
        }
    }

    private static func examples() throws -> [Example] {
        let text = try String(contentsOfFile: root + "/README.md", encoding: .utf8)
        return text.components(separatedBy: "```console\n").dropFirst().map { block in
            let lines = block.components(separatedBy: "\n```")[0]
            return Example(lines.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }

    /// The lines of both streams, in the order in which they come, of a command of the shell.
    private static func run(
        _ command: String, _ typed: [String], in folder: TemporaryFolder
    ) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command + " 2>&1"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        let programs = (BuiltProgram.path as NSString).deletingLastPathComponent
        process.environment = ["PATH": programs, "LC_ALL": "C.UTF-8"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let lines = typed.map { $0 + "\n" }.joined()
        try input.fileHandleForWriting.write(contentsOf: Data(lines.utf8))
        try input.fileHandleForWriting.close()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).dropLast().map { masked(String($0)) }
    }

    /// A line without what differs between machines: seconds, the processor, the precision that it is best at.
    private static func masked(_ line: String) -> String {
        line.replacing(#/\d+\.\d\d s/#, with: "TIME")
            .replacing(#/(easel [\d.]+) · cpu [^·]+ ·/#) { "\($0.1) · CPU ·" }
            .replacing(#/· (bf16|fp32) ·/#, with: "· PRECISION ·")
    }
}
