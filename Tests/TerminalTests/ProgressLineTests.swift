import Glibc
import Terminal
import TestSupport
import Testing

@Suite struct ProgressLineTests {
    private let xterm = ["TERM": "xterm"]

    @Test func aLineIsDrawnAndLeavesNothing() throws {
        let terminal = try PseudoTerminal(columns: 30)
        let line = ProgressLine(on: terminal.slave, environment: xterm)
        line.update("lion", .steps(done: 7, total: 20))
        let drawn = terminal.written()
        #expect(drawn == "\rlion  █████▉░░░░░░░░░░░  7/20\u{1B}[K")
        line.erase()
        #expect(terminal.written() == "\r\u{1B}[K")
        line.erase()
        #expect(terminal.written() == "")
    }

    @Test func droppingTheLineErasesIt() throws {
        let terminal = try PseudoTerminal()
        do {
            let line = ProgressLine(on: terminal.slave, environment: xterm)
            line.update("lion", .share(0.5))
        }
        #expect(terminal.written().hasSuffix("50%\u{1B}[K\r\u{1B}[K"))
    }

    @Test func drawingsInAHurryAreSkipped() throws {
        let terminal = try PseudoTerminal()
        let line = ProgressLine(on: terminal.slave, environment: xterm)
        for step in 0...40 { line.update("lion", .steps(done: step, total: 40)) }
        #expect(terminal.written().split(separator: "\r").count < 10)
        line.update("tiger", .steps(done: 1, total: 9))
        #expect(terminal.written().contains("tiger"))
    }

    @Test func nothingIsHiddenAndNoLineIsLeft() throws {
        let terminal = try PseudoTerminal()
        let line = ProgressLine(on: terminal.slave, environment: xterm)
        line.update("lion", .share(0.1))
        line.erase()
        let written = terminal.written()
        #expect(!written.contains("\u{1B}[?") && !written.contains("\n"))
    }

    @Test func terminalsThatAreKnownToTakeItAreToldTheShare() throws {
        let terminal = try PseudoTerminal(columns: 30)
        let known = ["TERM": "xterm-256color", "VTE_VERSION": "8000"]
        let detection = TerminalDetection(
            output: terminal.slave, input: terminal.slave, environment: known)
        let line = ProgressLine(on: terminal.slave, environment: known, detection: detection)
        line.update("lion", .steps(done: 7, total: 20))
        #expect(terminal.written().hasSuffix("\u{1B}[K\u{1B}]9;4;1;35\u{1B}\\"))
        line.erase()
        #expect(terminal.written() == "\r\u{1B}[K\u{1B}]9;4;0\u{1B}\\")
        line.erase()
        #expect(terminal.written() == "")
    }

    @Test func nothingIsWrittenElsewhere() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        ProgressLine(on: ends[1], environment: xterm).update("lion", .share(0.5))
        close(ends[1])
        var byte: UInt8 = 0
        #expect(read(ends[0], &byte, 1) == 0)
        close(ends[0])
        for environment in [["TERM": "dumb"], [:]] {
            let terminal = try PseudoTerminal()
            ProgressLine(on: terminal.slave, environment: environment).update("lion", .share(0.5))
            #expect(terminal.written() == "")
        }
    }
}
