/// The syntax in prompts that other tools act upon and Easel reads as plain text.
enum PromptSyntax {
    /// A sentence for each kind that a picture's prompts use.
    static func notes(on origin: PictureOrigin) -> [String] {
        guard let tool = Dialect(origin.tool) else { return [] }
        let prompts = [origin.prompt, origin.negative].compactMap(\.self)
        var notes: [String] = []
        for kind in tool.kinds {
            guard let found = prompts.lazy.compactMap({ kind.example(in: $0) }).first else {
                continue
            }
            notes.append(
                "\(kind.name), such as `\(OriginNotes.shortened(found))`, are read as plain text")
        }
        return notes
    }

    /// How a tool's users write.
    private enum Dialect {
        case webUI, comfyUI, invokeAI, novelAI

        init?(_ tool: PictureOrigin.Tool) {
            switch tool {
            case .automatic1111, .forge, .sdNext, .easyDiffusion, .drawThings,
                .stableDiffusionCpp, .fooocus, .swarmUI:
                self = .webUI
            case .comfyUI: self = .comfyUI
            case .invokeAI: self = .invokeAI
            case .novelAI: self = .novelAI
            case .easel: return nil
            }
        }

        var kinds: [Kind] {
            switch self {
            case .webUI: [.editing, .brackets("(", ")"), .words(["BREAK", "AND"])]
            case .comfyUI: [.brackets("(", ")"), .embedding]
            case .invokeAI: [.signs]
            case .novelAI: [.brackets("{", "}"), .brackets("[", "]")]
            }
        }
    }

    /// A kind of syntax.
    private enum Kind {
        /// `(x:1.3)`, `((x))`.
        case brackets(Character, Character)
        /// `[a|b]`, `[a:b:0.5]`, `[x]`.
        case editing
        /// Words that divide a prompt.
        case words([String])
        /// `x++`, `(a b)1.2`.
        case signs
        /// `embedding:x`.
        case embedding

        var name: String {
            switch self {
            case .brackets, .signs: "weights in the prompt"
            case .editing: "brackets in the prompt"
            case .words: "words that divide the prompt"
            case .embedding: "embeddings (textual inversion)"
            }
        }

        /// The first place in a prompt.
        func example(in prompt: String) -> String? {
            switch self {
            case .brackets(let open, let close): Self.bracketed(prompt, open, close)
            case .editing: Self.bracketed(prompt, "[", "]")
            case .words(let words):
                prompt.split { !$0.isLetter }.first { words.contains(String($0)) }.map(String.init)
            case .signs:
                prompt.split(separator: " ").first { word in
                    let word = word.drop { $0 != "+" && $0 != "-" && $0 != ")" }
                    return word.hasPrefix("++") || word.hasPrefix("--") || word == "+"
                        || word.dropFirst().first?.isNumber == true && word.first == ")"
                }.map(String.init)
            case .embedding:
                prompt.firstRange(of: "embedding:").map { found in
                    String(prompt[found.lowerBound...].prefix { $0 != "," && !$0.isWhitespace })
                }
            }
        }

        /// The first text in brackets, which a backslash before them would make ordinary.
        private static func bracketed(
            _ prompt: String, _ open: Character, _ close: Character
        ) -> String? {
            var before: Character = " "
            var start: String.Index?
            for index in prompt.indices {
                let character = prompt[index]
                if before != "\\" {
                    if character == open, start == nil { start = index }
                    if character == close, let start { return String(prompt[start...index]) }
                }
                before = character
            }
            return nil
        }
    }
}
