import Glibc
import Terminal
import TestSupport
import Testing

@Suite struct StyleTests {
    @Test func marksNest() {
        let style = Style(isOn: true)
        #expect(style.bold("a" + style.red("b")) == "\u{1B}[1ma\u{1B}[31mb\u{1B}[39m\u{1B}[22m")
        #expect(style.dim("") == "")
    }

    @Test func offLeavesTextAlone() {
        let style = Style(isOn: false)
        #expect(style.bold(style.red("lion")) == "lion")
    }

    @Test(arguments: [
        (["TERM": "xterm"], true), (["TERM": "xterm", "NO_COLOR": ""], true),
        (["TERM": "xterm", "NO_COLOR": "1"], false), (["TERM": "dumb"], false), ([:], false),
    ])
    func theEnvironmentDecides(environment: [String: String], isOn: Bool) throws {
        let terminal = try PseudoTerminal()
        #expect(Style(for: terminal.slave, environment: environment).isOn == isOn)
    }

    @Test func aFileHasNoColours() {
        let file = open("/dev/null", O_WRONLY)
        defer { close(file) }
        #expect(!Style(for: file, environment: ["TERM": "xterm"]).isOn)
    }

    @Test func aWindowTellsItsSize() throws {
        let known = try PseudoTerminal(columns: 100, rows: 40, width: 900, height: 720)
        #expect(
            TerminalSize(of: known.slave)
                == TerminalSize(columns: 100, rows: 40, cell: .init(width: 9, height: 18)))
        let unknown = try PseudoTerminal(columns: 0, rows: 0)
        #expect(TerminalSize(of: unknown.slave) == TerminalSize(columns: 80, rows: 24))
        let file = open("/dev/null", O_WRONLY)
        defer { close(file) }
        #expect(TerminalSize(of: file) == nil)
    }

    @Test func pixelsThatCannotBeTrueCountAsUnknown() {
        #expect(
            TerminalSize(columns: 80, rows: 24, pixelWidth: 80, pixelHeight: 24).cell == .usual)
    }
}
