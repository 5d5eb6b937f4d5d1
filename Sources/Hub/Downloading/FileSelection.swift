import FoundationEssentials

/// The files of a repository that a pipeline is loaded from, and no others.
///
/// Repositories in diffusers layout hold the same weights several times over: in two or three precisions, as safetensors and as pickles, for
/// other frameworks, and once more as one file at the top.
package struct FileSelection: Sendable, Hashable {
    /// Those without weights: what has to be there first.
    package var small: [RepositoryFile]
    /// The files of weights.
    package var weights: [RepositoryFile]

    /// All of them.
    package var all: [RepositoryFile] { small + weights }
    /// How many bytes they have.
    package var size: Int { all.map(\.size).reduce(0, +) }

    /// The file that says what a pipeline consists of.
    package static let indexName = "model_index.json"

    /// Chooses among the files of `name`, whose `model_index.json` is given; `variants` are tried in their order, "" being the plain files.
    package init(
        _ files: [RepositoryFile], index: PipelineIndex, variants: [String], of name: RepositoryName
    ) throws(HubError) {
        small = files.filter { $0.path == Self.indexName }
        weights = []
        for component in index.components where !component.isUnneeded {
            let own = files.filter { $0.parts.folder == component.name[...] }
            small += own.filter { Self.isSmall($0.parts.name) }
            guard component.hasWeights else { continue }
            let found = variants.lazy.map { Self.weights(own, variant: $0) }.first { !$0.isEmpty }
            guard let found else {
                let pickles = own.contains {
                    let file = $0.parts.name
                    return [".bin", ".ckpt", ".pt"].contains { file.hasSuffix($0) }
                }
                throw .noWeights(name.id, component: component.name, hasPickles: pickles)
            }
            small += found.filter { $0.path.hasSuffix(".json") }
            weights += found.filter { !$0.path.hasSuffix(".json") }
        }
    }

    /// Whether a part's file is a configuration or a vocabulary.
    private static func isSmall(_ name: Substring) -> Bool {
        let others = ["openvino", "flax_", "pytorch_model", "tf_"]
        return [".json", ".txt", ".model"].contains { name.hasSuffix($0) }
            && !name.contains(".index") && !others.contains { name.hasPrefix($0) }
    }

    /// The safetensors files of one precision: the whole file, or else shards and their index.
    private static func weights(_ files: [RepositoryFile], variant: String) -> [RepositoryFile] {
        for base in ["diffusion_pytorch_model", "model"] {
            let suffix = variant.isEmpty ? "" : "." + variant
            let whole = files.filter { $0.parts.name == "\(base)\(suffix).safetensors" }
            if !whole.isEmpty { return whole }
            let index = files.filter {
                $0.parts.name == "\(base).safetensors.index\(suffix).json"
            }
            let shards = files.filter { isShard($0.parts.name, base: base, variant: variant) }
            if !index.isEmpty, !shards.isEmpty { return index + shards }
        }
        return []
    }

    /// Whether `name` is `BASE-00001-of-00002.safetensors`, with the variant before or behind the numbers.
    static func isShard(_ name: Substring, base: String, variant: String) -> Bool {
        guard name.hasPrefix(base), name.hasSuffix(".safetensors") else { return false }
        var rest = name.dropFirst(base.count).dropLast(".safetensors".count)
        if !variant.isEmpty {
            if rest.hasPrefix("." + variant) {
                rest = rest.dropFirst(variant.count + 1)
            } else if rest.hasSuffix("." + variant) {
                rest = rest.dropLast(variant.count + 1)
            } else {
                return false
            }
        }
        let parts = rest.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0].isEmpty && parts[2] == "of"
            && [parts[1], parts[3]].allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
    }

    /// The names of the shards that an index of weights lists; nil where it is none.
    package static func shards(index: String) -> Set<String>? {
        struct Index: Decodable {
            var weightMap: [String: String]

            private enum CodingKeys: String, CodingKey { case weightMap = "weight_map" }
        }
        let read = try? JSONDecoder().decode(Index.self, from: Data(index.utf8))
        return read.map { Set($0.weightMap.values) }
    }
}

/// What `model_index.json` says that a pipeline consists of.
package struct PipelineIndex: Sendable, Hashable {
    /// A part of a pipeline.
    package struct Component: Sendable, Hashable {
        /// The name of its folder.
        package var name: String
        /// Its class.
        package var className: String

        /// Whether pictures are made without it.
        package var isUnneeded: Bool {
            ["safety_checker", "feature_extractor", "image_encoder", "watermark"].contains(name)
        }

        /// Whether a part of this class has weights.
        package var hasWeights: Bool {
            !["Tokenizer", "Scheduler", "Processor", "Extractor"].contains {
                className.contains($0)
            }
        }
    }

    /// The pipeline's class.
    package var className: String
    /// The parts that are there, by their names.
    package var components: [Component]

    /// Reads such a file; nil where it is none.
    package init?(json: some Sequence<UInt8>) {
        guard let values = try? JSONDecoder().decode([String: Value].self, from: Data(json)),
            case .text(let className) = values["_class_name"]
        else { return nil }
        self.className = className
        components = values.compactMap { name, value in
            guard case .component(let className) = value, RepositoryFile.isInside(name),
                !name.contains("/")
            else { return nil }
            return Component(name: name, className: className)
        }.sorted { $0.name < $1.name }
    }

    /// A component is [library, class], both null where it was left out.
    private enum Value: Decodable {
        case text(String)
        case component(String)
        case other

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let text = try? value.decode(String.self) {
                self = .text(text)
            } else if let pair = try? value.decode([String].self), pair.count == 2 {
                self = .component(pair[1])
            } else {
                self = .other
            }
        }
    }
}
