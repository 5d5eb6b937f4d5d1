/// The text `parameters` of AUTOMATIC1111's web UI, split as the web UI itself splits it.
///
/// Matches `parse_generation_parameters` in modules/infotext_utils.py of version 1.10, and reads besides what other
/// programs put there: JSON values without quotation marks, and lines after the last one.
struct Infotext: Hashable {
    /// What stands above the negative prompt and the pairs.
    private(set) var prompt = ""
    /// What follows `Negative prompt:`; nil where there is no such line.
    private(set) var negative: String?
    /// The pairs in their order.
    private(set) var pairs: [OriginPair] = []

    /// The parts of a text.
    init(_ text: String) {
        var lines = Self.lines(text)
        if let index = Self.lineOfPairs(lines) {
            pairs = Self.pairs(lines[index])
            // Below it stands, in old pictures, what extensions have added.
            pairs += lines[(index + 1)...].compactMap(Self.pair)
            lines.removeSubrange(index...)
        }
        takePrompts(lines.map(Self.trimmed))
    }

    private mutating func takePrompts(_ lines: [String]) {
        var positiveLines: [String] = []
        var negativeLines: [String]?
        for line in lines {
            if let marked = Self.afterMarker(line) {
                negativeLines = (negativeLines ?? []) + [marked]
            } else if negativeLines != nil {
                negativeLines?.append(line)
            } else {
                positiveLines.append(line)
            }
        }
        prompt = Self.joined(positiveLines)
        negative = negativeLines.map(Self.joined)
    }

    /// Lines with empty ones at the beginning left out, as the web UI joins them.
    private static func joined(_ lines: [String]) -> String {
        lines.drop(while: \.isEmpty).joined(separator: "\n")
    }

    private static func afterMarker(_ line: String) -> String? {
        let marker = "Negative prompt:"
        return line.hasPrefix(marker) ? trimmed(String(line.dropFirst(marker.count))) : nil
    }

    /// Line ends are looked for in scalars, since "\r\n" is one `Character`.
    private static func lines(_ text: String) -> [String] {
        trimmed(text).unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0) }
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars.drop(while: \.properties.isWhitespace)
        guard let end = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(scalars[...end])
    }

    /// The last line where it holds three pairs, else the last one that begins as the line of pairs does.
    private static func lineOfPairs(_ lines: [String]) -> Int? {
        func isOne(_ index: Int) -> Bool { pairs(lines[index]).count >= 3 }
        if isOne(lines.count - 1) { return lines.count - 1 }
        return lines.indices.last { lines[$0].hasPrefix("Steps: ") && isOne($0) }
    }

    /// A line of one pair, `Template: a {red|blue} fox`; a line without a name becomes a `Text`.
    private static func pair(_ line: String) -> OriginPair? {
        let line = trimmed(line)
        guard !line.isEmpty else { return nil }
        guard let colon = line.firstIndex(of: ":") else {
            return OriginPair(name: "Text", text: line)
        }
        return OriginPair(
            name: trimmed(String(line[..<colon])),
            text: trimmed(String(line[line.index(after: colon)...])))
    }
}

extension Infotext {
    /// What the web UI's regular expression finds in a line: `\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)`.
    private static func pairs(_ line: String) -> [OriginPair] {
        var scanner = PairScanner(scalars: Array(line.unicodeScalars))
        var pairs: [OriginPair] = []
        while let pair = scanner.next() { pairs.append(pair) }
        return pairs
    }
}

/// Finds one pair after another in a line.
private struct PairScanner {
    let scalars: [Unicode.Scalar]
    private var offset = 0

    init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    mutating func next() -> OriginPair? {
        while offset < scalars.count {
            guard Self.isWord(scalars[offset]) else {
                offset += 1
                continue
            }
            // A run that is no name holds none either: a name's last character stands before the colon.
            let start = offset
            while offset < scalars.count, Self.isName(scalars[offset]) { offset += 1 }
            guard offset - start >= 2, offset < scalars.count, scalars[offset] == ":" else {
                continue
            }
            let name = text(start..<offset)
            offset += 1
            return OriginPair(name: name, text: value())
        }
        return nil
    }

    private mutating func value() -> String {
        while offset < scalars.count, scalars[offset].properties.isWhitespace { offset += 1 }
        guard offset < scalars.count else { return "" }
        if "\"[{".unicodeScalars.contains(scalars[offset]),
            let (json, end) = JSONValue.reading(scalars, at: offset), isEnd(end)
        {
            offset = end + 1
            return json.text
        }
        let start = offset
        let end = quotedEnd() ?? scalars[offset...].firstIndex(of: ",") ?? scalars.count
        offset = end + 1
        return text(start..<end)
    }

    /// Where a value in quotation marks ends that is no JSON.
    private func quotedEnd() -> Int? {
        guard scalars[offset] == "\"" else { return nil }
        var index = offset + 1
        while index < scalars.count, scalars[index] != "\"" {
            index += scalars[index] == "\\" ? 2 : 1
        }
        return index < scalars.count && isEnd(index + 1) ? index + 1 : nil
    }

    private func isEnd(_ index: Int) -> Bool {
        index >= scalars.count || scalars[index] == ","
    }

    private func text(_ range: Range<Int>) -> String {
        let scalars = scalars[range]
        guard let end = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[...end])
        return String(text)
    }

    /// Python's `\w`.
    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        isWord(scalar) || scalar == " " || scalar == "-" || scalar == "/"
    }
}
