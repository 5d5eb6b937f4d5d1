/// The tokens of a byte-pair tokenizer and the merges that make them.
struct BytePairVocabulary: Sendable {
    /// Two neighbouring tokens.
    struct Pair: Hashable, Sendable {
        /// The token on the left and the token on the right.
        let left, right: UInt32

        /// Hashes both at once, which takes half as long as one after the other.
        func hash(into hasher: inout Hasher) {
            hasher.combine(UInt64(left) << 32 | UInt64(right))
        }
    }

    /// What a pair becomes, and how soon: the lowest rank is merged first.
    struct Merge: Sendable {
        /// The place in the list of merges, and the token that results.
        let rank, token: UInt32
    }

    /// The tokens by their text in the byte alphabet.
    private(set) var tokens = TokenTable()
    /// The merges by the pair that they join; of merges of the same pair the last counts.
    private(set) var merges: [Pair: Merge] = [:]
    private var mergeCount: UInt32 = 0
    /// Room for the token that a merge makes.
    private var joined: [UInt8] = []
    /// Whether what a merge makes becomes a token where it is none.
    private var makesTokens = false

    /// Reads `vocab.json` and `merges.txt`, as repositories from before the `tokenizers` library
    /// have them.
    init(vocabulary: TextFile, merges: TextFile) throws {
        var scanner = JSONScanner(vocabulary)
        try readTokens(&scanner)
        try scanner.end()
        try readMerges(merges)
    }

    /// Reads `merges.txt` alone, and derives the vocabulary as OpenAI's CLIP does.
    ///
    /// That is the characters for bytes, the same at the end of a word, what each merge makes, the two markers.
    init(merges: TextFile) throws {
        let characters = ByteAlphabet.scalars.sorted()
        for end in ["", "</w>"] {
            for character in characters { append(Array((String(character) + end).utf8)) }
        }
        makesTokens = true
        try readMerges(merges)
        for marker in ["<|startoftext|>", "<|endoftext|>"] { append(Array(marker.utf8)) }
    }

    /// Reads the object `model` of a `tokenizer.json`.
    init(model scanner: inout JSONScanner) throws {
        var hasMerges = false
        var early: JSONScanner?
        try scanner.members { scanner in
            switch scanner.text {
            case Array("vocab".utf8):
                try readTokens(&scanner)
            case Array("merges".utf8):
                hasMerges = true
                if tokens.count > 0 {
                    try readMerges(&scanner)
                } else {
                    // They stand before the vocabulary that they need.
                    early = scanner
                    try scanner.skipValue()
                }
            case Array("type".utf8):
                let type = try scanner.value().string ?? ""
                guard type == "BPE" else {
                    throw TokenizerError.notBytePair(path: scanner.file.path, type: type)
                }
            default:
                try scanner.skipValue()
            }
        }
        guard tokens.count > 0 else {
            throw TokenizerError.wrongValue(
                path: scanner.file.path, key: "model.vocab", expected: "an object of tokens")
        }
        guard hasMerges else {
            throw TokenizerError.wrongValue(
                path: scanner.file.path, key: "model.merges", expected: "an array of pairs")
        }
        if var early { try readMerges(&early) }
    }

    private mutating func readTokens(_ scanner: inout JSONScanner) throws {
        var token: [UInt8] = []
        try scanner.members { scanner in
            // The buffer of the key is given back, so that reading the next one allocates nothing.
            swap(&token, &scanner.text)
            tokens.set(token, try scanner.id())
        }
    }

    /// Reads lines of two tokens; those that begin with `#version` are no merges.
    private mutating func readMerges(_ file: TextFile) throws {
        let version = Array("#version".utf8)
        merges.reserveCapacity(tokens.count)
        var lines = file.bytes[...]
        while !lines.isEmpty {
            let end = lines.firstIndex(of: 0x0A) ?? lines.endIndex
            var line = lines[..<end]
            lines = lines[end...].dropFirst()
            if line.last == 0x0D, end < file.bytes.count { line = line.dropLast() }
            if !line.starts(with: version) { try add(line, path: file.path) }
        }
    }

    /// Reads an array of pairs, each `"a b"` (before `tokenizers` 0.20) or `["a", "b"]`.
    private mutating func readMerges(_ scanner: inout JSONScanner) throws {
        let path = scanner.file.path
        var left: [UInt8] = []
        merges.reserveCapacity(tokens.count)
        try scanner.elements { scanner in
            guard scanner.peek() == UInt8(ascii: "[") else {
                try scanner.string()
                return try add(scanner.text[...], path: path)
            }
            let start = scanner.offset
            var count = 0
            try scanner.elements { scanner in
                swap(&left, &scanner.text)
                try scanner.string()
                count += 1
            }
            guard count == 2 else {
                var again = JSONScanner(scanner.file, at: start)
                let parts = try again.value().elements.compactMap(\.string)
                throw malformed(parts.joined(separator: " ").utf8, path: path)
            }
            try add(left[...], scanner.text[...], path: path)
        }
    }

    private mutating func add(_ line: ArraySlice<UInt8>, path: String) throws {
        guard let space = line.firstIndex(of: 0x20), !line[(space + 1)...].contains(0x20) else {
            throw malformed(line, path: path)
        }
        try add(line[..<space], line[(space + 1)...], path: path)
    }

    private mutating func add(
        _ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>, path: String
    ) throws {
        let pair = Pair(left: try id(left, path: path), right: try id(right, path: path))
        joined.removeAll(keepingCapacity: true)
        joined += left
        joined += right
        if makesTokens { append(joined) }
        merges[pair] = Merge(rank: mergeCount, token: try id(joined[...], path: path))
        mergeCount += 1
    }

    /// Gives a new token the next number.
    private mutating func append(_ token: [UInt8]) {
        if tokens[token] == nil { tokens.set(token, UInt32(tokens.count)) }
    }

    private func id(_ token: ArraySlice<UInt8>, path: String) throws -> UInt32 {
        if let id = tokens[token] { return id }
        throw TokenizerError.unknownToken(
            path: path, mergeNumber: Int(mergeCount) + 1,
            token: String(decoding: token, as: UTF8.self))
    }

    private func malformed(_ merge: some Sequence<UInt8>, path: String) -> TokenizerError {
        .malformedMerge(
            path: path, number: Int(mergeCount) + 1,
            text: String(decoding: Array(merge), as: UTF8.self))
    }
}
