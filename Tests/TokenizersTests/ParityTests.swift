import FoundationEssentials
import TestSupport
import Testing
import Tokenizers

/// The tokenizer gives the numbers that transformers gives.
@Suite struct ParityTests {
    @Test func builtInModelOnTheCorpus() throws {
        let texts = try TokenizerFixture.read(TokenizerFixture.Corpus.self, "corpus.json").texts
        let expected = try TokenizerFixture.read(TokenizerFixture.Expected.self, "sketch.json")
        let cuts = try #require(expected.cuts)
        let tokenizer = try CLIPTokenizer(folder: TokenizerFixture.sketch)
        #expect(texts.count >= 2000)
        #expect(tokenizer.maximumLength == 32)
        #expect(tokenizer.vocabularySize == 3000)
        check(tokenizer, texts, expected.ids, length: 32)
        try #require(cuts.count == texts.count)
        for (text, cut) in zip(texts, cuts) {
            let prompt = tokenizer.encode(text)
            #expect(prompt.cutCount == cut?.count ?? 0, "\(Array(text.unicodeScalars))")
            expectSame(prompt.cutText, cut?.text ?? "", text)
        }
    }

    @Test(arguments: ["small-merges", "small-json"])
    func anotherVocabularyOnTheCorpus(folder: String) throws {
        let texts = try TokenizerFixture.read(TokenizerFixture.Corpus.self, "corpus.json").texts
        let expected = try TokenizerFixture.read(TokenizerFixture.Expected.self, "small.json")
        let tokenizer = try CLIPTokenizer(folder: Fixtures.path("tokenizers/" + folder))
        #expect(tokenizer.maximumLength == 77)
        #expect(tokenizer.startToken == 1)
        #expect(tokenizer.endToken == 2)
        #expect(tokenizer.padToken == 0)
        check(tokenizer, texts, expected.ids, length: 77)
    }

    /// CLIP's own vocabulary, from files and derived from the merges alone; SDXL's second tokenizer pads with another token.
    @Test(arguments: [("clip", "<|endoftext|>", 49407), ("clip_2", "!", 0)])
    func clipOnTheCorpus(_ folder: String, _ padToken: String, _ padNumber: Int) throws {
        let texts = try TokenizerFixture.read(TokenizerFixture.Corpus.self, "corpus.json").texts
        let read = try TokenizerFixture.read(TokenizerFixture.CLIP.self, "clip.json")
        let expected =
            folder == "clip" ? read.ids : zip(read.ids, read.second).map { $1 ?? $0 }
        let derived = try CLIPTokenizer(
            merges: TokenizerFixture.clipMerges, maximumLength: 77, padToken: padToken)
        for tokenizer in [
            try CLIPTokenizer(folder: Fixtures.path("tokenizers/" + folder)), derived,
        ] {
            #expect(tokenizer.maximumLength == 77)
            #expect(tokenizer.vocabularySize == 49408)
            #expect(tokenizer.startToken == 49406)
            #expect(tokenizer.endToken == 49407)
            #expect(tokenizer.padToken == padNumber)
            check(tokenizer, texts, expected, length: 77)
        }
    }

    @Test func mergesThatAreNoneAreExplained() throws {
        for (merges, message) in [
            ("a b c\n", "`FILE`: merge 1, `a b c`, is not two tokens"),
            ("a b\nab xx\n", "`FILE`: merge 2 needs the token `xx`, which the vocabulary lacks"),
        ] {
            try withFolder(["merges.txt": Array(merges.utf8)]) { folder in
                let path = folder + "/merges.txt"
                let error = #expect(throws: TokenizerError.self) {
                    try CLIPTokenizer(merges: path, maximumLength: 77, padToken: "!")
                }
                #expect(error?.message == message.replacing("FILE", with: path))
            }
        }
    }

    @Test func settings() throws {
        let settings = try TokenizerFixture.read(TokenizerFixture.Settings.self, "settings.json")
        let small = Fixtures.path("tokenizers/small-merges")
        for item in settings.cases {
            var files = item.files.mapValues { Array($0.utf8) }
            for name in ["vocab.json", "merges.txt"] where files[name] == nil {
                files[name] = try Array(Data(contentsOf: URL(filePath: small + "/" + name)))
            }
            let tokenizer = try withFolder(files) { try CLIPTokenizer(folder: $0) }
            let given = settings.texts.map { tokenizer.encode($0).ids }
            #expect(given == item.ids, "\(item.name)")
        }
    }

    @Test func lengthOfTheCaller() throws {
        let tokenizer = try CLIPTokenizer(folder: TokenizerFixture.sketch)
        let long = tokenizer.encode("a lion having coffee", length: 100)
        #expect(long.ids.count == 100)
        #expect(
            Array(long.ids.prefix(10))
                == Array(tokenizer.encode("a lion having coffee").ids.prefix(10)))
        let short = tokenizer.encode("a lion having coffee", length: 4)
        #expect(short.ids == Array(long.ids.prefix(3)) + [tokenizer.endToken])
        #expect(short.tokenCount == 4)
        #expect(short.cutText == "having coffee")
        for length in 0...2 {
            #expect(tokenizer.encode("a lion", length: length).ids.count == length)
        }
    }

    @Test func decoding() throws {
        let tokenizer = try CLIPTokenizer(folder: TokenizerFixture.sketch)
        let ids = tokenizer.encode("A lion, having ☕").ids.prefix { $0 != tokenizer.endToken }
        #expect(tokenizer.decode(ids.dropFirst()) == "a lion , having ☕")
        #expect(tokenizer.decode([tokenizer.startToken]) == "<|startoftext|>")
        #expect(tokenizer.decode([-1, 1 << 40, 3000]) == "")
        #expect(tokenizer.decode([]) == "")
    }

    private func check(
        _ tokenizer: CLIPTokenizer, _ texts: [String], _ expected: [[Int]], length: Int
    ) {
        #expect(expected.count == texts.count)
        for (text, ids) in zip(texts, expected) {
            let prompt = tokenizer.encode(text)
            let padding = [Int](repeating: tokenizer.padToken, count: length - ids.count)
            #expect(prompt.ids == ids + padding, "\(Array(text.unicodeScalars))")
            #expect(prompt.tokenCount == ids.count)
        }
    }

    /// Compares scalar by scalar: Swift's strings are equal where they are canonically equivalent.
    private func expectSame(_ given: String, _ expected: String, _ text: String) {
        #expect(
            Array(given.unicodeScalars) == Array(expected.unicodeScalars),
            "\(Array(text.unicodeScalars))")
    }
}
