import Testing
import Tokenizers

/// Scalars are classified and changed as by the library's own tables, whatever version of Unicode
/// Swift has.
@Suite struct UnicodeTests {
    @Test func everyScalarOfThreePlanes() throws {
        let fixture = try TokenizerFixture.read(TokenizerFixture.Scalars.self, "scalars.json")
        let kinds = fixture.kinds.lazy.flatMap { repeatElement($0.kind, count: $0.count) }
        var wrongKinds: [Unicode.Scalar] = []
        var wrongText: [Unicode.Scalar] = []
        var count = 0
        for (scalar, kind) in zip((UInt32(0)..<0x30000).lazy.compactMap(Unicode.Scalar.init), kinds)
        {
            count += 1
            if self.kind(of: scalar) != kind { wrongKinds.append(scalar) }
            let hex = String(scalar.value, radix: 16, uppercase: true)
            let expected =
                kind == "S" ? [" "] : fixture.normalized[hex].map { Array($0.unicodeScalars) }
            if TextNormalizer.normalize([scalar]) != expected ?? [scalar] {
                wrongText.append(scalar)
            }
        }
        #expect(count == 0x30000 - 0x800)
        #expect(wrongKinds.isEmpty)
        #expect(wrongText.isEmpty)
    }

    @Test func marksOfTibetanVowelSigns() {
        // Three signs are starters made of marks; their marks take their places among the others.
        #expect(
            TextNormalizer.normalize("a\u{345}\u{F73}".unicodeScalars)
                == Array("a\u{F71}\u{F72}\u{345}".unicodeScalars))
    }

    @Test func marksNewerThanTheTables() {
        // U+1DF6 came with Unicode 10: it stays, and keeps the acute from its letter.
        let text = Array("e\u{1DF6}\u{301}".unicodeScalars)
        #expect(TextNormalizer.normalize(text) == text)
        #expect(TextNormalizer.normalize("e\u{301}".unicodeScalars) == ["é"])
    }

    /// The kind of a scalar, seen by how it joins the letter before it and the sign after it.
    private func kind(of scalar: Unicode.Scalar) -> String {
        let text = String(scalar)
        return switch WordSplitter.words(["a", scalar, "!"]) {
        case [Array("a\(text)".utf8), Array("!".utf8)]: "L"
        case [Array("a".utf8), Array(text.utf8), Array("!".utf8)]: "N"
        case [Array("a".utf8), Array("\(text)!".utf8)]: "O"
        case [Array("a".utf8), Array("!".utf8)]: "S"
        default: "?"
        }
    }
}
