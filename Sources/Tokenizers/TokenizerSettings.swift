/// What the small files of a tokenizer's folder say: its special tokens, its length and its sides.
///
/// Takes the files in the order in which `from_pretrained` of transformers 5.23 does,
/// tokenization_utils_base.py.
struct TokenizerSettings {
    /// The longest input of the model, with the start and the end; nil where no file limits it.
    let maximumLength: Int?
    /// Whether padding goes before the text, and whether a long text loses its beginning.
    let padsLeft, truncatesLeft: Bool
    /// Whether special tokens in the text are taken for ordinary text.
    let splitsSpecialTokens: Bool
    /// The tokens to be found in the text, in the order in which they get numbers; of equals the
    /// last counts.
    let added: [AddedToken]
    private let named: [String: AddedToken]

    /// The token that a file gives under a name such as `pad_token`, or CLIP's own.
    func token(_ name: String) -> AddedToken {
        named[name] ?? AddedToken(name == "bos_token" ? "<|startoftext|>" : "<|endoftext|>")
    }

    /// CLIP's own settings, but for the length and the padding.
    init(maximumLength: Int, padToken: String) {
        let (start, end) = (AddedToken("<|startoftext|>"), AddedToken("<|endoftext|>"))
        let pad = AddedToken(padToken)
        self.maximumLength = maximumLength
        (padsLeft, truncatesLeft, splitsSpecialTokens) = (false, false, false)
        added = pad == end ? [start, end] : [start, end, pad]
        named = ["pad_token": pad]
    }

    /// Reads the files in `folder`, beside what `tokenizer.json` adds.
    init(folder: String, serialized: SerializedTokenizer?) throws {
        let files = try SettingsFiles(folder: folder)
        maximumLength = try files.maximumLength()
        padsLeft = try files.isLeft("padding_side") ?? serialized?.padsLeft ?? false
        truncatesLeft = try files.isLeft("truncation_side") ?? serialized?.truncatesLeft ?? false
        splitsSpecialTokens = files.config?["split_special_tokens"]?.bool ?? false

        let listed = try files.addedTokens(serialized: serialized)
        let named = try files.namedTokens(listed: listed)
        var added = listed
        let extra = try files.extraTokens()
        for token in named.map(\.token) + extra
        where !listed.contains(where: { $0.content == token.content }) && !added.contains(token) {
            added.append(token)
        }
        let names = Set(named.map(\.token.content))
        for index in added.indices where names.contains(added[index].content) {
            added[index].isSpecial = true
        }
        self.added = added
        self.named = Dictionary(named.map { ($0.name, $0.token) }) { $1 }
    }
}

/// `tokenizer_config.json`, `special_tokens_map.json` and `added_tokens.json`, as far as a folder
/// has them.
private struct SettingsFiles {
    let config: JSON?
    let map: JSON?
    let addedTokensFile: JSON?
    private let configPath, mapPath, addedPath: String

    /// The names that transformers knows, in its order.
    private static let names = [
        "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
    ]

    init(folder: String) throws {
        configPath = folder + "/tokenizer_config.json"
        mapPath = folder + "/special_tokens_map.json"
        addedPath = folder + "/added_tokens.json"
        config = try Self.read(configPath)
        // Where the configuration lists the added tokens, the other two files are leftovers.
        let isListed = config?["added_tokens_decoder"] != nil
        map = isListed ? nil : try Self.read(mapPath)
        addedTokensFile = isListed ? nil : try Self.read(addedPath)
    }

    private static func read(_ path: String) throws -> JSON? {
        guard TextFile.exists(path) else { return nil }
        let json = try JSON(TextFile(path: path))
        guard case .object = json else {
            throw TokenizerError.malformedJSON(path: path, offset: 0, expected: "an object")
        }
        return json
    }

    func maximumLength() throws -> Int? {
        guard let value = config?["model_max_length"] ?? config?["max_len"] else { return nil }
        let fault = TokenizerError.wrongValue(
            path: configPath, key: "model_max_length", expected: "a whole number from 2 up")
        guard let number = value.number, number >= 2 else { throw fault }
        // transformers writes 1e30 where there is no limit.
        guard number <= 1_000_000 else { return nil }
        guard let length = Int(exactly: number) else { throw fault }
        return length
    }

    func isLeft(_ key: String) throws -> Bool? {
        guard let value = config?[key] else { return nil }
        switch value.string {
        case "left": return true
        case "right": return false
        default:
            throw TokenizerError.wrongValue(
                path: configPath, key: key, expected: "`left` or `right`")
        }
    }

    /// The tokens that the configuration lists by number, else `added_tokens.json` and
    /// `tokenizer.json`.
    func addedTokens(serialized: SerializedTokenizer?) throws -> [AddedToken] {
        var tokens: [Int: AddedToken] = [:]
        if let listed = config?["added_tokens_decoder"] {
            for (key, value) in listed.members {
                guard let id = Int(key), let token = AddedToken(value, isSpecial: false) else {
                    throw notAToken(configPath, "added_tokens_decoder.\(key)")
                }
                tokens[id] = token
            }
        } else {
            let special = try namedTokens(listed: []).map(\.token) + extraTokens()
            for (content, value) in addedTokensFile?.members ?? [] {
                guard let id = value.number.flatMap(Int.init(exactly:)) else {
                    throw TokenizerError.wrongValue(
                        path: addedPath, key: content, expected: "a token's number")
                }
                let isSpecial = special.contains {
                    $0.content.elementsEqual(content.unicodeScalars)
                }
                tokens[id] = AddedToken(content, isSpecial: isSpecial)
            }
            for (id, token) in serialized?.addedTokens ?? [] { tokens[id] = token }
        }
        return tokens.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The tokens that have names, with the flags of the listed token of the same text.
    func namedTokens(listed: [AddedToken]) throws -> [(name: String, token: AddedToken)] {
        var names = Self.names
        for source in [map, config] {
            for (key, value) in source?.members ?? []
            where key.hasSuffix("_token") && value.string != nil && !names.contains(key) {
                names.append(key)
            }
        }
        return try names.compactMap { name in
            try token(name).map { token in
                (name, listed.last { $0.content == token.content } ?? token)
            }
        }
    }

    private func token(_ name: String) throws -> AddedToken? {
        for (source, path) in [(map, mapPath), (config, configPath)] {
            guard let value = source?[name] else { continue }
            guard let token = AddedToken(value, isSpecial: path == mapPath) else {
                throw notAToken(path, name)
            }
            return token
        }
        return switch name {
        case "bos_token": AddedToken("<|startoftext|>")
        case "eos_token", "unk_token", "pad_token": AddedToken("<|endoftext|>")
        default: nil
        }
    }

    /// Special tokens without names.
    func extraTokens() throws -> [AddedToken] {
        try [(config, configPath), (map, mapPath)].flatMap { source, path in
            let key = ["extra_special_tokens", "additional_special_tokens"].first {
                source?[$0]?.elements.isEmpty == false
            }
            guard let key else { return [AddedToken]() }
            return try (source?[key]?.elements ?? []).map {
                guard let token = AddedToken($0, isSpecial: true) else {
                    throw notAToken(path, key)
                }
                return token
            }
        }
    }

    private func notAToken(_ path: String, _ key: String) -> TokenizerError {
        .wrongValue(path: path, key: key, expected: "a string or an object with `content`")
    }
}
