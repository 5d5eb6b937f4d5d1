/// An input of a node, by both names.
struct ComfyPlace: Hashable {
    /// The node.
    let node: String
    /// The input.
    let input: String
}

/// A value with where in the graph it stands.
struct ComfyValue: Hashable {
    /// The value.
    let text: String
    /// The input that holds it.
    let place: ComfyPlace
}

extension ComfyGraph {
    /// The text, number or truth that an input has or is linked to.
    ///
    /// A link is followed through any number of nodes to the input that most likely holds what they hand on.
    func value(_ node: ComfyNode, _ name: String) -> ComfyValue? {
        var node = node
        var name = name
        var seen: Set<String> = []
        while seen.insert(node.id).inserted {
            guard let value = node[name] else { return nil }
            guard let link = ComfyLink(value) else {
                return value.scalar.map {
                    ComfyValue(text: $0, place: ComfyPlace(node: node.id, input: name))
                }
            }
            guard let next = self[link.node], let input = next.handedOn(as: name) else {
                return nil
            }
            (node, name) = (next, input)
        }
        return nil
    }
}

extension ComfyNode {
    /// The input that holds what an output hands on to an input called `name`: the one of the same name, one that is
    /// called a value, or the only one.
    fileprivate func handedOn(as name: String) -> String? {
        let names = [name] + Self.valueNames
        if let found = names.first(where: { self[$0] != nil }) { return found }
        return inputs.count == 1 ? inputs[0].name : nil
    }

    private static let valueNames = [
        "value", "Value", "int", "float", "number", "Number", "string", "text", "seed",
        "noise_seed",
    ]
}
