/// What Easel takes from a `tokenizer.json`, the format of the `tokenizers` library.
///
/// transformers 5.23 takes the same: `CLIPTokenizer` rebuilds normaliser, splitting and the tokens
/// around the text itself, so a folder with this file and one with `vocab.json` and `merges.txt`
/// give the same numbers.
struct SerializedTokenizer {
    /// The tokens and merges.
    let vocabulary: BytePairVocabulary
    /// The tokens to be found in the text, with their numbers.
    let addedTokens: [(id: Int, token: AddedToken)]
    /// Whether padding goes before the text, and whether a long text loses its beginning; nil where
    /// the file is silent.
    let padsLeft, truncatesLeft: Bool?

    /// Reads `file` in one pass.
    init(_ file: TextFile) throws {
        var scanner = JSONScanner(file)
        var vocabulary: BytePairVocabulary?
        var small: [String: JSON] = [:]
        try scanner.members { scanner in
            switch String(decoding: scanner.text, as: UTF8.self) {
            case "model":
                vocabulary = try BytePairVocabulary(model: &scanner)
            case let key where ["added_tokens", "padding", "truncation"].contains(key):
                small[key] = try scanner.value()
            default:
                try scanner.skipValue()
            }
        }
        try scanner.end()
        guard let vocabulary else {
            throw TokenizerError.wrongValue(
                path: file.path, key: "model", expected: "a byte-pair model")
        }
        self.vocabulary = vocabulary
        addedTokens = try (small["added_tokens"]?.elements ?? []).map { json in
            guard let id = json["id"]?.number.flatMap(Int.init(exactly:)),
                let token = AddedToken(json, isSpecial: false)
            else {
                throw TokenizerError.wrongValue(
                    path: file.path, key: "added_tokens",
                    expected: "an array of objects with `id` and `content`")
            }
            return (id, token)
        }
        padsLeft = (small["padding"]?["direction"]?.string).map { $0 == "Left" }
        truncatesLeft = (small["truncation"]?["direction"]?.string).map { $0 == "Left" }
    }
}
