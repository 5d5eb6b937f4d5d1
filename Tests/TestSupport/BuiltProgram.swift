import Foundation

/// The program that was built together with these tests.
package enum BuiltProgram {
    /// Where it is: beside the tests' own executable.
    package static let path: String = {
        let tests =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return (tests as NSString).deletingLastPathComponent + "/easel"
    }()

    /// What a run gave.
    package struct Outcome: Equatable {
        /// The exit status.
        package var status: Int32
        /// What was on stdout.
        package var results: String
        /// What was on stderr.
        package var messages: String

        /// An outcome to compare with.
        package init(status: Int32, results: String, messages: String) {
            self.status = status
            self.results = results
            self.messages = messages
        }
    }

    /// Runs the program to its end, with `environment` beside the tests' own.
    ///
    /// `interruptedAfter` is text on stderr at which Ctrl-C is sent.
    package static func run(
        _ arguments: [String], input: String = "", in folder: String? = nil,
        environment: [String: String] = [:], interruptedAfter mark: String? = nil
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        var messages = Data()
        if let mark {
            while !messages.contains(mark) {
                let more = stderr.fileHandleForReading.availableData
                guard !more.isEmpty else { break }
                messages += more
            }
            process.interrupt()
        }
        let results = try stdout.fileHandleForReading.readToEnd() ?? Data()
        messages += try stderr.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, results: String(decoding: results, as: UTF8.self),
            messages: String(decoding: messages, as: UTF8.self))
    }
}

extension Data {
    /// Whether `text` is in these bytes.
    fileprivate func contains(_ text: String) -> Bool { range(of: Data(text.utf8)) != nil }
}
