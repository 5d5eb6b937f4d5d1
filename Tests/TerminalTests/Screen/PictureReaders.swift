import Foundation
import Images
import Terminal
import Testing

typealias TerminalCell = TerminalSize.Cell

/// One sequence of kitty's graphics protocol.
struct KittyCommand {
    let keys: [Substring: Substring]
    let payload: [UInt8]

    init(_ body: [UInt8]) throws {
        try #require(body.first == UInt8(ascii: "G"))
        let semicolon = body.firstIndex(of: UInt8(ascii: ";")) ?? body.endIndex
        let head = String(decoding: body[1..<semicolon], as: UTF8.self)
        keys = try Dictionary(
            head.split(separator: ",").map { pair in
                let parts = pair.split(separator: "=")
                try #require(parts.count == 2, "\(pair)")
                return (parts[0], parts[1])
            }, uniquingKeysWith: { $1 })
        payload = Array(body[semicolon...].dropFirst())
        try #require(payload.count <= 4096, "more than the protocol allows")
    }
}

/// A picture of kitty's that comes in several sequences.
struct KittyChunks {
    let keys: [Substring: Substring]
    private(set) var isComplete: Bool
    private var base64: [UInt8]

    init(_ first: KittyCommand) throws {
        try #require(first.keys["a"] == "T")
        keys = first.keys
        isComplete = first.keys["m"] != "1"
        base64 = first.payload
        try #require(isComplete || base64.count % 4 == 0)
    }

    /// These and one more.
    func adding(_ next: KittyCommand) throws -> KittyChunks {
        try #require(Set(next.keys.keys) == ["m", "q"], "only the first has other keys")
        var all = self
        all.isComplete = next.keys["m"] != "1"
        try #require(all.isComplete || next.payload.count % 4 == 0)
        all.base64 += next.payload
        return all
    }

    /// The picture.
    func image() throws -> RGBImage {
        try #require(keys["f"] == "100")
        let data = try #require(Data(base64Encoded: Data(base64)))
        return try PNGFile.decode(Array(data)).image
    }
}

/// A picture of iTerm2's.
struct ITerm2Reader {
    let image: RGBImage
    let columns: Int
    let rows: Int

    /// Reads the sequence's body.
    static func read(_ body: [UInt8]) throws -> ITerm2Reader {
        let colon = try #require(body.firstIndex(of: UInt8(ascii: ":")))
        let head = String(decoding: body[..<colon], as: UTF8.self)
        try #require(head.hasPrefix("1337;File="))
        let facts = Dictionary(
            uniqueKeysWithValues: head.dropFirst(10).split(separator: ";").map { pair in
                let parts = pair.split(separator: "=")
                return (parts[0], parts[1])
            })
        let data = try #require(Data(base64Encoded: Data(body[(colon + 1)...])))
        #expect(facts["inline"] == "1" && facts["preserveAspectRatio"] == "1")
        #expect(facts["size"] == "\(data.count)")
        return ITerm2Reader(
            image: try PNGFile.decode(Array(data)).image,
            columns: try #require(Int(facts["width"] ?? "")),
            rows: try #require(Int(facts["height"] ?? "")))
    }
}

/// A picture of sixels.
struct SixelReader {
    let width: Int
    let height: Int
    /// How many rows have a pixel; the others show what is behind them.
    let visibleRows: Int
    /// Red, green and blue of each pixel.
    let bytes: [UInt8]

    /// Reads the sequence's body: `P1;P2;P3q` and the data.
    static func read(_ body: [UInt8]) throws -> SixelReader {
        let start = try #require(body.firstIndex(of: UInt8(ascii: "q")))
        #expect(String(decoding: body[..<start], as: UTF8.self) == "0;1;0")
        var rest = body[(start + 1)...]
        func numbers() -> [Int] {
            let run = rest.prefix { $0 == UInt8(ascii: ";") || (48...57).contains($0) }
            rest = rest.dropFirst(run.count)
            return run.split(separator: UInt8(ascii: ";")).compactMap {
                Int(String(decoding: $0, as: UTF8.self))
            }
        }
        let quote = rest.popFirst()
        try #require(quote == UInt8(ascii: "\""))
        let raster = numbers()
        try #require(raster.count == 4 && raster[0] == 1 && raster[1] == 1)
        let (width, height) = (raster[2], raster[3])
        var pixels = [[UInt8]?](repeating: nil, count: width * height)
        var palette: [Int: [UInt8]] = [:]
        var color: [UInt8] = []
        var (x, y, count) = (0, 0, 1)
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "#"):
                let facts = numbers()
                if facts.count == 5 {
                    try #require(facts[1] == 2)
                    palette[facts[0]] = facts[2...].map { UInt8(($0 * 255 + 50) / 100) }
                }
                color = try #require(palette[facts[0]])
            case UInt8(ascii: "!"): count = try #require(numbers().first)
            case UInt8(ascii: "$"): x = 0
            case UInt8(ascii: "-"): (x, y) = (0, y + 6)
            case 0x3F...0x7E:
                for _ in 0..<count {
                    for bit in 0..<6 where (byte - 0x3F) >> bit & 1 == 1 {
                        try #require(x < width && y + bit < height, "a sixel outside")
                        pixels[(y + bit) * width + x] = color
                    }
                    x += 1
                }
                count = 1
            default: Issue.record("an unexpected byte \(byte)")
            }
        }
        let last = pixels.lastIndex { $0 != nil } ?? -1
        let visible = (last + width) / width
        #expect(pixels.prefix(visible * width).allSatisfy { $0 != nil }, "holes")
        return SixelReader(
            width: width, height: height, visibleRows: visible,
            bytes: pixels.flatMap { $0 ?? [0, 0, 0] })
    }
}
