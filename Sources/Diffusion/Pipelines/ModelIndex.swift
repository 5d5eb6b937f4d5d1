import FoundationEssentials

/// A repository's `model_index.json`: the pipeline's class, and the class of each component.
///
/// Matches what `DiffusionPipeline.save_pretrained` writes in diffusers 0.42.
struct ModelIndex: Sendable {
    /// Where the file is.
    let path: String
    /// The pipeline's class (`StableDiffusionPipeline`).
    let className: String
    /// Whether an absent negative prompt means zeros rather than the embedding of nothing.
    let forceZerosForEmptyPrompt: Bool?

    private let components: [String: String]

    /// Reads the index of a repository's folder.
    init(folder: String) throws {
        path = folder + "/model_index.json"
        guard FileManager.default.fileExists(atPath: path) else {
            throw LoadError.notAModel(folder: folder)
        }
        let file = try ConfigFile<[String: Value]>(path: path)
        guard case .text(let className) = file.content["_class_name"] else {
            throw ConfigError.missing(path: path, key: "_class_name")
        }
        self.className = className
        if case .flag(let flag) = file.content["force_zeros_for_empty_prompt"] {
            forceZerosForEmptyPrompt = flag
        } else {
            forceZerosForEmptyPrompt = nil
        }
        components = file.content.compactMapValues { value in
            if case .component(let className) = value { className } else { nil }
        }
    }

    /// The class of a component, which must be one of those given.
    func requireComponent(_ name: String, isOneOf supported: [String]) throws {
        guard let className = components[name] else {
            throw ConfigError.missing(path: path, key: name)
        }
        guard supported.contains(className) else {
            throw ConfigError.unsupported(
                path: path, key: name, value: className, supported: supported)
        }
    }

    /// The class of a component; nil where there is none.
    func component(_ name: String) -> String? {
        components[name]
    }

    /// A value of the index: a setting, or a component as [library, class], both null where it was left out.
    private enum Value: Decodable, Sendable {
        case text(String)
        case flag(Bool)
        case component(String)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let pair = try? container.decode([String].self), pair.count == 2 {
                self = .component(pair[1])
            } else {
                self = .other
            }
        }
    }
}
