import Foundation
import Glibc
import Images
import Terminal
import TestSupport
import Testing

@Suite struct PreviewTests {
    private let cell = TerminalSize.Cell(width: 10, height: 20)
    private var window: TerminalSize { TerminalSize(columns: 40, rows: 20, cell: cell) }

    private func profile(_ method: PictureMethod, tmux: Bool = false) -> TerminalProfile {
        var profile = TerminalProfile(method: method, blocks: .truecolour, reason: "")
        profile.isWithinTmux = tmux
        profile.synchronizes = true
        return profile
    }

    static let ways: [(PictureMethod, Bool)] = [
        (.kitty, false), (.kitty, true), (.iterm2, false), (.sixel, false), (.truecolour, false),
    ]

    @Test(arguments: ways)
    func picturesFollowInPlaceAboveTheProgressLine(method: PictureMethod, tmux: Bool) throws {
        for start in [0, 15, 19] {
            // Of pixels there are as many as the picture has, and blocks fill the room.
            // Of sixels, the last band takes a row more.
            let (rows, columns) =
                method.sendsPixels ? (method == .sixel ? 11 : 10, 20) : (13, 26)
            var painter = PreviewPainter(TerminalPictures(profile: profile(method, tmux: tmux)))
            var screen = Screen(cell: cell)
            try screen.write([UInt8](repeating: 10, count: start) + Array("before\n".utf8))
            // Previews of few pixels stand for a picture of 200x200.
            for step in 1...5 {
                let image = squares(step, step, size: 4)
                try screen.write(
                    painter.paint(image, asLargeAs: (width: 200, height: 200), in: window))
                try screen.write(Array("\r\(step)/5\u{1B}[K".utf8))
                #expect(screen.line(screen.row) == "\(step)/5")
                #expect(!screen.isUpdating && screen.updates == step)
                let top = screen.row - rows
                #expect(screen.line(top - 1) == "before")
                if method.sendsPixels, !tmux {
                    #expect(screen.pictures.count == 1)
                    let shown = try #require(screen.pictures.first)
                    #expect(shown.row == top && shown.rows == 10 && shown.columns == columns)
                } else {
                    #expect(screen.text[top..<screen.row].allSatisfy { $0.count == columns })
                    #expect(screen.virtual.count == (tmux ? 1 : 0))
                }
            }
            let top = screen.row - rows
            try screen.write(painter.erase())
            #expect(screen.row == top && screen.column == 0)
            #expect(screen.pictures.isEmpty && screen.virtual.isEmpty)
            #expect(screen.text[top...].allSatisfy { $0.isEmpty })
            #expect(screen.line(top - 1) == "before")
            #expect(painter.erase() == [])
        }
    }

    /// Between the old picture and the new one, there is never none.
    @Test func kittysOldPictureGoesAfterTheNewOneHasCome() throws {
        var painter = PreviewPainter(TerminalPictures(profile: profile(.kitty)))
        let size = (width: 40, height: 40)
        _ = painter.paint(squares(1, 1, size: 40), asLargeAs: size, in: window)
        let second = painter.paint(squares(2, 2, size: 20), asLargeAs: size, in: window)
        let text = String(decoding: second, as: UTF8.self)
        let shown = try #require(text.range(of: "a=T"))
        let deleted = try #require(text.range(of: "a=d"))
        #expect(shown.lowerBound < deleted.lowerBound)
    }

    @Test func aWindowOfAnotherSizeBeginsAnew() throws {
        var painter = PreviewPainter(TerminalPictures(profile: profile(.truecolour)))
        var screen = Screen(columns: 40, rows: 20, cell: cell)
        let size = (width: 200, height: 200)
        try screen.write(painter.paint(squares(1, 1, size: 8), asLargeAs: size, in: window))
        let small = TerminalSize(columns: 10, rows: 20, cell: cell)
        try screen.write(painter.paint(squares(1, 1, size: 8), asLargeAs: size, in: small))
        #expect(screen.text.prefix(screen.row).map(\.count).max() == 10)
        #expect(screen.row == 5)
    }

    @Test func theAreaWritesToItsTerminalAndCleansUp() throws {
        let terminal = try PseudoTerminal(columns: 40, rows: 20, width: 400, height: 400)
        let line = ProgressLine(on: terminal.slave, environment: ["TERM": "xterm"])
        let pictures = TerminalPictures(profile: profile(.truecolour))
        do {
            let area = PreviewArea(on: terminal.slave, showing: pictures, above: line)
            line.update("lion", .steps(done: 1, total: 9))
            area.show(squares(1, 1, size: 8), asLargeAs: (width: 200, height: 200))
            line.update("lion", .steps(done: 2, total: 9))
            var screen = Screen(cell: cell)
            try screen.write(terminal.bytes)
            #expect(screen.line(13).hasPrefix("lion") && screen.row == 13)
            area.remove()
            try screen.write(terminal.bytes)
            #expect(screen.text.allSatisfy { $0.isEmpty } && screen.row == 0)
            area.remove()
            #expect(terminal.bytes == [])
            area.show(squares(1, 1, size: 8), asLargeAs: (width: 200, height: 200))
            _ = terminal.bytes
        }
        #expect(String(decoding: terminal.bytes, as: UTF8.self).contains("\u{1B}[J"))
    }

    @Test func nothingIsWrittenElsewhere() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let area = PreviewArea(on: ends[1], showing: TerminalPictures(method: .kitty))
        area.show(squares(1, 1, size: 8), asLargeAs: (width: 8, height: 8))
        area.remove()
        close(ends[1])
        var byte: UInt8 = 0
        #expect(read(ends[0], &byte, 1) == 0)
        close(ends[0])
    }
}

extension PseudoTerminal {
    /// What has been written so far, as the terminal's driver hands it on, less its carriage returns
    /// before the ends of lines.
    fileprivate var bytes: [UInt8] {
        let text = Array(written().utf8)
        return text.indices.filter { index in
            !(text[index] == 13 && index + 1 < text.count && text[index + 1] == 10)
        }.map { text[$0] }
    }
}
