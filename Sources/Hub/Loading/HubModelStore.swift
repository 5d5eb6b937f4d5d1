import Generation

/// The Hub's cache as the shell sees it: models with names, lines to print.
struct HubModelStore: ModelStore {
    let hub: HubStore
    let fetcher: ModelFetcher
    /// The model that came with Easel.
    let builtIn: String

    func stored() -> [StoredModel] {
        hub.cache.repositories().map { found in
            let families = found.commits.keys.sorted().compactMap {
                hub.cache.index(of: found.name, commit: $0)?.className
            }
            let known = KnownRepository.all.first { $0.repository == found.name.id }
            return StoredModel(
                name: known?.name ?? found.name.id, family: families.first, size: found.size,
                unfinished: found.unfinished, lastUsed: found.lastUsed > 0 ? found.lastUsed : nil)
        }
    }

    func download(
        _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> String {
        if request.model == builtIn {
            return "\(builtIn) is part of Easel: nothing is to be fetched"
        }
        let wanted = try wanted(request.model, revision: request.revision)
        let plan = try await hub.plan(
            wanted.repository, variants: WeightsVariants.order(for: request.precision))
        let model = try await fetcher.fetch(plan, wanted, report)
        let size = ByteCount(plan.selection.size)
        let count = plan.selection.all.count
        let verb = plan.missing.isEmpty ? "is here" : "is now here"
        return "\(wanted.shown) \(verb): \(count) files, \(size), \(model.commit.prefix(12))"
    }

    func removal(of model: String) throws -> String {
        if model == builtIn { return "\(builtIn) is part of Easel, and stays" }
        let removal = try hub.cache.removal(of: wanted(model).repository)
        return "\(removal.name) takes \(ByteCount(removal.freed)) in \(hub.cache.folder)"
    }

    func remove(_ model: String) throws -> String {
        let removal = try hub.cache.removal(of: wanted(model).repository)
        try hub.cache.remove(removal)
        return "removed \(removal.name): \(ByteCount(removal.freed)) are free again"
    }

    private func wanted(_ text: String, revision: String? = nil) throws -> WantedModel {
        if text == builtIn { throw ModelError.isBuiltIn(text) }
        guard let wanted = WantedModel(text, revision: revision) else {
            throw ModelError.notOnTheHub(text)
        }
        return wanted
    }
}
