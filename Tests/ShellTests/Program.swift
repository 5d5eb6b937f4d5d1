import Foundation

/// The program that was built together with these tests.
enum BuiltProgram {
    /// Where it is: beside the tests' own executable.
    static let path: String = {
        let tests =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return (tests as NSString).deletingLastPathComponent + "/easel"
    }()

    /// What a run gave.
    struct Outcome: Equatable {
        var status: Int32
        var results: String
        var messages: String
    }

    /// Runs the program to its end.
    static func run(_ arguments: [String], input: String = "") throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let results = try stdout.fileHandleForReading.readToEnd() ?? Data()
        let messages = try stderr.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, results: String(decoding: results, as: UTF8.self),
            messages: String(decoding: messages, as: UTF8.self))
    }
}
