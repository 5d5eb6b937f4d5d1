import FoundationEssentials
import Synchronization

/// A picture's number in kitty's protocol.
struct KittyID: Hashable, Sendable {
    /// The number, never 0.
    let number: UInt32

    /// What placeholders carry as their color, which is one of 256: tmux may know no others.
    var color: UInt32 { number & 0xFF }
    /// What placeholders carry as a third mark.
    var mark: Int { Int(number >> 24) }

    private static let count = Atomic<UInt32>(.random(in: 0...0xFFFF))

    /// A number that is most likely not in use by anyone on this terminal.
    static func next() -> KittyID {
        let count = count.add(1, ordering: .relaxed).newValue
        // Color 0 means no picture.
        return KittyID(number: (count / 0xFF & 0xFF) << 24 | (count % 0xFF + 1))
    }
}

/// The sequences of kitty's graphics protocol, for one picture.
///
/// chafa's are not used: that of Debian 12 damages a byte in every 512, and all of them send bare
/// pixels, ten times as much as PNG.
struct KittyGraphics {
    /// The picture's number.
    let id: KittyID
    /// Whether tmux is between, so that the picture is known to the terminal without being anywhere,
    /// and placeholders in the text say where it is seen.
    let isThroughTmux: Bool

    /// Base64 in one sequence at most: what the protocol allows.
    private static let chunkSize = 4096

    /// Sends the PNG file and shows it in `area`.
    func show(png: [UInt8], in area: PictureArea) -> [UInt8] {
        let data = Array(Data(png).base64EncodedData())
        // `q=2`: no answers, which would be taken for keys.
        var keys = "a=T,f=100,t=d,i=\(id.number),q=2" + place(area)
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: data.count, by: Self.chunkSize) {
            let end = min(start + Self.chunkSize, data.count)
            let isLast = end == data.count
            bytes += sequence("\(keys),m=\(isLast ? 0 : 1);", data[start..<end])
            keys = "q=2"
        }
        return isThroughTmux ? bytes + KittyPlaceholders(id: id).text(in: area) : bytes
    }

    /// Takes the picture off the screen and out of the terminal's memory.
    func delete() -> [UInt8] {
        sequence("a=d,d=I,i=\(id.number),q=2", [])
    }

    /// How large the picture is shown.
    ///
    /// A picture that has the pixels that it is to have on the screen needs no more: told columns and
    /// rows, terminals stretch it over them. Of placeholders they keep the proportions.
    private func place(_ area: PictureArea) -> String {
        if isThroughTmux {
            let most = KittyPlaceholders.marks.count
            return ",U=1,c=\(min(area.columns, most)),r=\(min(area.rows, most))"
        }
        return area.isExact ? "" : ",c=\(area.columns),r=\(area.rows)"
    }

    private func sequence(_ keys: String, _ data: ArraySlice<UInt8>) -> [UInt8] {
        let bytes = Array("\u{1B}_G\(keys)".utf8) + data + Array("\u{1B}\\".utf8)
        return isThroughTmux ? throughTmux(bytes) : bytes
    }
}

/// A sequence that tmux hands to the terminal around it.
private func throughTmux(_ sequence: [UInt8]) -> [UInt8] {
    let escape: UInt8 = 0x1B
    let doubled = sequence.flatMap { $0 == escape ? [escape, escape] : [$0] }
    return Array("\u{1B}Ptmux;".utf8) + doubled + Array("\u{1B}\\".utf8)
}
