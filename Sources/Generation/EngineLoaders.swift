/// Several loaders as one: each request goes to the first that knows the model's name, or else to the last.
package struct EngineLoaders: EngineLoader {
    private let remote: [any EngineLoader]
    private let local: any EngineLoader

    /// Loaders that are asked in this order before `local`, which also knows the machine and takes what nobody knows.
    package init(_ loaders: [any EngineLoader], local: any EngineLoader) {
        remote = loaders
        self.local = local
    }

    private var all: [any EngineLoader] { remote + [local] }

    package var summary: String { local.summary }
    package var devices: [DeviceSummary] { local.devices }
    package var known: [KnownModel] { ([local] + remote).flatMap(\.known) }
    package var accounts: [any AccountService] { all.flatMap(\.accounts) }
    package var store: (any ModelStore)? { all.lazy.compactMap(\.store).first }

    package func knows(_ model: String) -> Bool { all.contains { $0.knows(model) } }

    package func load(
        _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> any Engine {
        try checkPlace(of: request)
        return try await loader(of: request.model).load(request, report: report)
    }

    package func plan(_ request: LoadRequest) async throws -> LoadPlan {
        try checkPlace(of: request)
        return try await loader(of: request.model).plan(request)
    }

    package func setThreads(_ count: Int?) {
        for loader in all { loader.setThreads(count) }
    }

    /// Refuses an address for a model that is made here.
    private func checkPlace(of request: LoadRequest) throws(LoaderError) {
        guard let base = request.base, !remote.contains(where: { $0.knows(request.model) }) else {
            return
        }
        throw .noServer(model: request.model, base: base)
    }

    private func loader(of model: String) -> any EngineLoader {
        all.first { $0.knows(model) } ?? local
    }
}
