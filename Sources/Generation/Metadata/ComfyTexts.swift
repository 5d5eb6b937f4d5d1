/// Gathers the texts that a sampler's input for a prompt leads to.
struct ComfyTexts {
    /// The texts, each once, in the order in which links lead to them.
    private(set) var texts: [String] = []
    /// The inputs that held them.
    private(set) var places: [ComfyPlace] = []
    /// The guidance scale that the prompt carries along (FLUX).
    private(set) var guidance: ComfyValue?

    private let graph: ComfyGraph
    private let isNegative: Bool
    private var seen: Set<String> = []
    /// What is left to look at: nodes that hand on the same text twice would otherwise double it without end.
    private var visits = 1000
    private var room = 1 << 18

    /// Follows a link to texts for what a picture should show, or should not show.
    init(_ graph: ComfyGraph, from link: ComfyLink, isNegative: Bool) {
        self.graph = graph
        self.isNegative = isNegative
        collect(link, depth: 0)
    }

    private static let deepest = 50

    private mutating func collect(_ link: ComfyLink, depth: Int) {
        guard depth < Self.deepest, seen.insert(link.node).inserted, let node = graph[link.node],
            node.type != "ConditioningZeroOut"
        else { return }
        if guidance == nil { guidance = graph.value(node, "guidance") }
        // ControlNet and others take both prompts and hand both on.
        if let positive = node.link("positive"), let negative = node.link("negative") {
            return collect(link.slot == 1 ? negative : positive, depth: depth + 1)
        }
        if take(inputsWithText(of: node), of: node, depth: depth) { return }
        for input in node.inputs where input.name.hasPrefix("cond") || input.name == side {
            guard let next = ComfyLink(input.value) else { continue }
            collect(next, depth: depth + 1)
        }
    }

    private var side: String { isNegative ? "negative" : "positive" }

    /// The inputs of a node that can hold its text, those first that say for which prompt.
    private func inputsWithText(of node: ComfyNode) -> [String] {
        // The encoders of models with several text encoders take a text for each.
        let several = ["text_g", "text_l", "clip_g", "clip_l", "t5xxl", "llama"]
            .filter { node[$0] != nil }
        if !several.isEmpty { return several }
        let names = [side, side + "_prompt", "text_" + side, "populated_text", "text", "prompt"]
        return names.first { node[$0] != nil }.map { [$0] } ?? []
    }

    /// Whether any of the inputs held a text.
    private mutating func take(_ inputs: [String], of node: ComfyNode, depth: Int) -> Bool {
        var isFound = false
        for input in inputs {
            guard let text = text(node, input, depth: depth) else { continue }
            isFound = true
            if !text.isEmpty, !texts.contains(text) { texts.append(text) }
        }
        return isFound
    }

    /// The text of an input, which nodes may have put together.
    private mutating func text(_ node: ComfyNode, _ input: String, depth: Int) -> String? {
        guard let value = node[input] else { return nil }
        if let link = ComfyLink(value) { return text(link, depth: depth + 1) }
        guard let text = value.string, text.utf8.count <= room else { return nil }
        room -= text.utf8.count
        places.append(ComfyPlace(node: node.id, input: input))
        return text
    }

    private mutating func text(_ link: ComfyLink, depth: Int) -> String? {
        visits -= 1
        guard visits > 0, depth < Self.deepest, let node = graph[link.node] else { return nil }
        let parts = node.inputs.map(\.name).filter(Self.isPart)
        if parts.count > 1 {
            let between = (node["delimiter"] ?? node["separator"])?.string ?? ""
            let texts = parts.compactMap { text(node, $0, depth: depth) }
            return texts.joined(separator: between)
        }
        let isNegative = isNegative || link.slot == 1
        let names =
            isNegative ? ["text_negative", "negative_prompt", "negative"] : Self.positiveNames
        for name in names + Self.textNames where node[name] != nil {
            if let text = text(node, name, depth: depth) { return text }
        }
        let strings = node.inputs.filter { $0.value.string != nil }
        return strings.count == 1 ? text(node, strings[0].name, depth: depth) : nil
    }

    private static let positiveNames = ["text_positive", "positive_prompt", "positive"]
    private static let textNames = [
        "populated_text", "text", "string", "value", "prompt", "String", "Text", "STRING",
        "text_0", "string_a", "text_a",
    ]

    /// Whether an input is one of several texts that a node joins: `string_a`, `text_b`, `text1`.
    private static func isPart(_ name: String) -> Bool {
        for start in ["string", "text"] where name.hasPrefix(start) {
            let rest = name.dropFirst(start.count).drop { $0 == "_" }
            return rest.count == 1 && (rest.first.map { "abcdefgh123456789".contains($0) } ?? false)
                && name != "text_g"
        }
        return false
    }
}
