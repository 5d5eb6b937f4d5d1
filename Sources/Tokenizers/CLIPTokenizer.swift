/// The byte-pair tokenizer of the CLIP text encoders, of any vocabulary and length.
///
/// Gives the numbers of `CLIPTokenizer` in transformers 5.23, models/clip/tokenization_clip.py, on
/// tokenizers 0.23.
package struct CLIPTokenizer: Sendable {
    /// The number of tokens that the model takes, with the start and the end; nil where the folder
    /// does not limit it.
    package let maximumLength: Int?
    /// The tokens before and after the text.
    package let startToken, endToken: Int
    /// The token that fills up to the length.
    package let padToken: Int
    /// One more than the greatest number that can come out: the rows that an embedding must have.
    package let vocabularySize: Int

    private static let endOfWord = "</w>"

    private let tokens: TokenTable
    private let addedTexts: [UInt32: String]
    private let merger: BytePairMerger
    private let rawFinder, normalizedFinder: AddedTokenFinder
    private let padsLeft, truncatesLeft: Bool

    /// Reads a `tokenizer` folder: `tokenizer.json` where there is one, else `vocab.json` and
    /// `merges.txt`.
    ///
    /// The special tokens and the length come from `tokenizer_config.json`,
    /// `special_tokens_map.json` and `added_tokens.json`, each of which may be absent.
    package init(folder: String) throws {
        let (vocabulary, serialized) = try Self.read(folder)
        self.init(vocabulary, try TokenizerSettings(folder: folder, serialized: serialized))
    }

    /// Reads a list of merges alone, as OpenAI published CLIP's: the vocabulary follows from it.
    package init(merges path: String, maximumLength: Int, padToken: String) throws {
        self.init(
            try BytePairVocabulary(merges: TextFile(path: path)),
            TokenizerSettings(maximumLength: maximumLength, padToken: padToken))
    }

    private init(_ vocabulary: BytePairVocabulary, _ settings: TokenizerSettings) {
        let added = Self.number(settings.added, in: vocabulary.tokens)
        let ids = Dictionary(added.map { ($0.token.content, $0.id) }) { $1 }
        // Only an empty text has no number; transformers takes it for the unknown token.
        let unknown = ids[settings.token("unk_token").content] ?? 0
        func id(_ name: String) -> Int { Int(ids[settings.token(name).content] ?? unknown) }

        maximumLength = settings.maximumLength
        startToken = id("bos_token")
        endToken = id("eos_token")
        padToken = id("pad_token")
        padsLeft = settings.padsLeft
        truncatesLeft = settings.truncatesLeft
        tokens = vocabulary.tokens
        vocabularySize = max(tokens.limit, Int(added.map(\.id).max() ?? 0) + 1)
        addedTexts = Dictionary(added.map { ($0.id, String($0.text)) }) { $1 }
        merger = BytePairMerger(vocabulary, endOfWord: Self.endOfWord, unknown: unknown)
        rawFinder = AddedTokenFinder(
            added.filter { !$0.token.isNormalized }, skipsSpecial: settings.splitsSpecialTokens)
        normalizedFinder = AddedTokenFinder(
            added.filter(\.token.isNormalized), skipsSpecial: settings.splitsSpecialTokens)
    }

    /// The numbers of `text`, with how much of it did not fit.
    ///
    /// There are exactly `length` of them, `maximumLength` if it is nil; without either, as many as
    /// the text needs.
    package func encode(_ text: String, length: Int? = nil) -> TokenizedPrompt {
        let content = ids(of: text)
        guard let length = length ?? maximumLength else {
            let ids = [startToken] + content + [endToken]
            return TokenizedPrompt(ids: ids, tokenCount: ids.count, cutCount: 0, cutText: "")
        }
        let room = max(length - 2, 0)
        let kept = truncatesLeft ? content.suffix(room) : content.prefix(room)
        let cut = truncatesLeft ? content.dropLast(room) : content.dropFirst(room)
        let ids = ([startToken] + kept + [endToken]).prefix(max(length, 0))
        let padding = [Int](repeating: padToken, count: max(length, 0) - ids.count)
        return TokenizedPrompt(
            ids: padsLeft ? padding + ids : ids + padding, tokenCount: ids.count,
            cutCount: cut.count, cutText: decode(cut))
    }

    /// The text that tokens stand for, special ones included; numbers without a token are left out.
    package func decode(_ ids: some Collection<Int>) -> String {
        let numbers = ids.compactMap { UInt32(exactly: $0) }
        let texts = tokens.tokens(Set(numbers))
        var bytes: [UInt8] = []
        for number in numbers {
            let text =
                addedTexts[number] ?? texts[number].map { String(decoding: $0, as: UTF8.self) }
            let scalars = (text ?? "").unicodeScalars
            let decoded = scalars.compactMap { ByteAlphabet.bytes[$0] }
            bytes += decoded.count == scalars.count ? decoded : Array((text ?? "").utf8)
        }
        return Self.spaceWords(bytes)
    }
}

extension CLIPTokenizer {
    private static func read(_ folder: String) throws -> (BytePairVocabulary, SerializedTokenizer?)
    {
        if TextFile.exists(folder + "/tokenizer.json") {
            let serialized = try SerializedTokenizer(TextFile(path: folder + "/tokenizer.json"))
            return (serialized.vocabulary, serialized)
        }
        let missing = ["vocab.json", "merges.txt"].filter { !TextFile.exists(folder + "/" + $0) }
        guard missing.isEmpty else {
            throw TokenizerError.noVocabulary(folder: folder, missing: missing)
        }
        let vocabulary = try BytePairVocabulary(
            vocabulary: TextFile(path: folder + "/vocab.json"),
            merges: TextFile(path: folder + "/merges.txt"))
        return (vocabulary, nil)
    }

    /// Gives added tokens their numbers: the vocabulary's, or new ones from its count on.
    ///
    /// The numbers that files state beside them are not used, as transformers does not use them.
    private static func number(
        _ added: [AddedToken], in tokens: TokenTable
    ) -> [AddedTokenFinder.Entry] {
        var ids: [[Unicode.Scalar]: UInt32] = [:]
        var entries: [UInt32: AddedTokenFinder.Entry] = [:]
        var next = UInt32(clamping: tokens.count)
        for token in added where !token.content.isEmpty {
            let known = ids[token.content] ?? tokens[String(token.content).utf8]
            let id = known ?? next
            if known == nil { next += 1 }
            ids[token.content] = id
            let text =
                token.isNormalized ? TextNormalizer.normalize(token.content) : token.content
            entries[id] = AddedTokenFinder.Entry(id: id, text: text, token: token)
        }
        return entries.values.sorted { $0.id < $1.id }
    }

    private func ids(of text: String) -> [Int] {
        var ids: [UInt32] = []
        for part in rawFinder.parts(Array(text.unicodeScalars)[...]) {
            guard case .text(let raw) = part else {
                if case .token(let id) = part { ids.append(id) }
                continue
            }
            for part in normalizedFinder.parts(TextNormalizer.normalize(raw)[...]) {
                switch part {
                case .token(let id): ids.append(id)
                case .text(let text):
                    for word in WordSplitter.words(text) { ids += merger.tokens(of: word) }
                }
            }
        }
        return ids.map(Int.init)
    }

    /// The text of bytes with a space for each end of a word, without white space around it.
    private static func spaceWords(_ bytes: [UInt8]) -> String {
        let mark = Array(endOfWord.utf8)
        var spaced: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.first {
            let isEnd = rest.starts(with: mark)
            spaced.append(isEnd ? 0x20 : byte)
            rest = rest.dropFirst(isEnd ? mark.count : 1)
        }
        let text = String(decoding: spaced, as: UTF8.self).unicodeScalars
        // Python's `strip` takes the four separators of ASCII for white space, too.
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
        }
        let start = text.firstIndex { !isSpace($0) } ?? text.endIndex
        let end = text.lastIndex { !isSpace($0) }.map(text.index(after:)) ?? start
        return String(text[start..<end])
    }
}

extension String {
    fileprivate init(_ scalars: [Unicode.Scalar]) {
        var view = UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
