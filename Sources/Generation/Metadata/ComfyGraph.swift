/// A graph of nodes as ComfyUI writes it into the text `prompt`, in the form of its API.
struct ComfyGraph {
    /// The nodes in the file's order.
    let nodes: [ComfyNode]
    private let indices: [String: Int]

    /// Reads a graph; nil where the text holds no node.
    init?(_ text: String) {
        guard let json = JSONValue(text) else { return nil }
        let members = (json.members ?? []).filter { $0.value["class_type"]?.string != nil }
        guard !members.isEmpty else { return nil }
        nodes = members.map { ComfyNode(id: $0.name, json: $0.value) }
        indices = Dictionary(
            nodes.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { $1 })
    }

    /// The node of that name.
    subscript(id: String) -> ComfyNode? {
        indices[id].map { nodes[$0] }
    }

    /// Every node that can be reached from where links lead to, nearest first, each once.
    ///
    /// `enter` says of a node whether what it is linked to counts too.
    func upstream(
        of links: [ComfyLink], entering enter: (ComfyNode) -> Bool = { _ in true }
    ) -> [ComfyNode] {
        var waiting = links
        var seen: Set<String> = []
        var found: [ComfyNode] = []
        var next = 0
        while next < waiting.count {
            let link = waiting[next]
            next += 1
            guard seen.insert(link.node).inserted, let node = self[link.node] else { continue }
            found.append(node)
            if enter(node) { waiting += node.links }
        }
        return found
    }
}

/// A node of a graph.
struct ComfyNode {
    /// Its name in the graph, mostly a number.
    let id: String
    /// What it is (`KSampler`).
    let type: String
    /// Its inputs in the file's order: values, and links to other nodes.
    let inputs: [JSONValue.Member]

    /// Reads a node.
    init(id: String, json: JSONValue) {
        self.id = id
        type = json["class_type"]?.string ?? ""
        inputs = json["inputs"]?.members ?? []
    }

    /// The input of that name.
    subscript(name: String) -> JSONValue? {
        inputs.last { $0.name == name }?.value
    }

    /// Where the input of that name is linked to.
    func link(_ name: String) -> ComfyLink? {
        self[name].flatMap(ComfyLink.init)
    }

    /// Where its inputs are linked to.
    var links: [ComfyLink] {
        inputs.compactMap { ComfyLink($0.value) }
    }

    /// Whether it denoises latents: it has an input for them, and one for what they should become.
    var isSampler: Bool {
        link("latent_image") != nil
            && ["positive", "guider", "conditioning"].contains { link($0) != nil }
    }
}

/// The output of a node that an input takes: `["4", 0]`.
struct ComfyLink: Hashable {
    /// The node's name.
    let node: String
    /// Which of its outputs.
    let slot: Int

    /// The link that a value is; nil where it is none.
    init?(_ value: JSONValue) {
        guard let elements = value.elements, elements.count == 2,
            case .number(let slot) = elements[1],
            let slot = Int(slot)
        else { return nil }
        switch elements[0] {
        case .string(let name), .number(let name): node = name
        default: return nil
        }
        self.slot = slot
    }
}
