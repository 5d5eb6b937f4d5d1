package import Generation
import Glibc

/// Loads models from the Hub's cache, after having downloaded them where they are not there, and leaves all others to a loader of folders.
package struct HubLoader: EngineLoader {
    private let local: any FolderLoader
    private let hub: HubStore
    private let environment: HubEnvironment

    /// A loader of what `hub` has, and of what `local` finds by itself.
    package init(local: any FolderLoader, hub: HubStore, environment: HubEnvironment) {
        self.local = local
        self.hub = hub
        self.environment = environment
    }

    package var summary: String { local.summary }
    package var devices: [DeviceSummary] { local.devices }
    package var known: [KnownModel] { local.known + KnownRepository.all.map(\.model) }
    package var accounts: [any AccountService] {
        local.accounts + [HubAccount(client: hub.client, environment: environment)]
    }
    package var store: (any ModelStore)? {
        HubModelStore(hub: hub, fetcher: fetcher, builtIn: local.known.first?.name ?? "")
    }

    package func setThreads(_ count: Int?) { local.setThreads(count) }

    private var fetcher: ModelFetcher { ModelFetcher(hub: hub) }

    package func load(
        _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> any Engine {
        guard let wanted = wanted(request) else {
            if RepositoryName(request.model) != nil {
                report(.note("`\(request.model)` is a folder here, which counts before the Hub's"))
            }
            return try await local.load(request, report: report)
        }
        if let family = wanted.known?.family { try requireEngine(family, of: wanted) }
        let model = try await fetcher.model(wanted, request.precision, report: report) { family in
            try requireEngine(family, of: wanted)
        }
        if let family = hub.cache.index(of: model.name, commit: model.commit)?.className {
            try requireEngine(family, of: wanted)
        }
        let folder = ModelFolder(
            path: model.folder, name: wanted.shown, source: hub.client.page(model.name),
            revision: model.commit, recommended: wanted.known?.recommended)
        return try await local.load(request, from: folder, report: report)
    }

    package func plan(_ request: LoadRequest) async throws -> LoadPlan {
        guard let wanted = wanted(request) else { return try await local.plan(request) }
        return try await ModelPlanner(hub: hub, engines: local.pipelines).plan(
            wanted, request.precision)
    }

    /// The model of the Hub that is asked for; nil where the loader of folders is to find it: a known name counts before a folder, and a folder
    /// before a repository.
    private func wanted(_ request: LoadRequest) -> WantedModel? {
        let isSingleFile = request.model.hasSuffix(".safetensors")
        if isSingleFile || local.known.contains(where: { $0.name == request.model }) { return nil }
        if !WantedModel.isKnownName(request.model), access(request.model, F_OK) == 0 { return nil }
        return WantedModel(request.model, revision: request.revision)
    }

    private func requireEngine(_ family: String, of wanted: WantedModel) throws {
        guard local.pipelines.contains(family) else {
            throw ModelError.noEngine(wanted.shown, family: family, able: local.pipelines)
        }
    }
}
