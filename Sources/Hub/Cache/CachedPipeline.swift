extension HubCache {
    /// The commit of a repository of which everything that a pipeline is loaded from is on the disk; nil where something is missing.
    ///
    /// Only weights in one of `variants` count.
    package func wholeCommit(of name: RepositoryName, variants: [String]) -> String? {
        guard let commit = commit(of: name), let index = index(of: name, commit: commit),
            let selection = try? FileSelection(
                files(of: name, commit: commit), index: index, variants: variants, of: name)
        else { return nil }
        let paths = Set(selection.all.map(\.path))
        let isWhole = index.components.allSatisfy { component in
            // A part that a picture does not need is not selected at all.
            guard !component.isUnneeded else { return true }
            return component.essentials.contains { paths.contains("\(component.name)/\($0)") }
        }
        guard isWhole else { return nil }
        for file in selection.small where file.path.contains(".safetensors.index") {
            let text = Self.smallFile(
                "\(snapshot(of: name, commit: commit))/\(file.path)", limit: 64 << 20)
            guard let shards = text.flatMap({ FileSelection.shards(index: $0) }),
                shards.allSatisfy({ paths.contains("\(file.parts.folder)/\($0)") })
            else { return nil }
        }
        return commit
    }

    /// What a commit that is on the disk consists of; nil where that is not known.
    package func index(of name: RepositoryName, commit: String) -> PipelineIndex? {
        guard holds(FileSelection.indexName, of: name, commit: commit) else { return nil }
        let path = "\(snapshot(of: name, commit: commit))/\(FileSelection.indexName)"
        return Self.smallFile(path).flatMap { PipelineIndex(json: $0.utf8) }
    }
}

extension PipelineIndex.Component {
    /// One of these files is in the folder of every such part.
    fileprivate var essentials: [String] {
        if hasWeights { return ["config.json"] }
        if className.contains("Scheduler") { return ["scheduler_config.json"] }
        if className.contains("Tokenizer") {
            return ["tokenizer.json", "vocab.json", "spiece.model", "tokenizer.model"]
        }
        return ["preprocessor_config.json", "config.json"]
    }
}
