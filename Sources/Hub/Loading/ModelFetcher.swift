import Generation
import HTTP

/// Brings models onto the disk, and says what it does.
struct ModelFetcher: Sendable {
    let hub: HubStore

    /// A model that is on the disk afterwards: the cache is asked first, and the Hub only for what is missing.
    ///
    /// `check` looks at the pipeline's class before anything is fetched.
    func model(
        _ wanted: WantedModel, _ precision: String?,
        report: @escaping @Sendable (LoadEvent) -> Void, check: (_ family: String) throws -> Void
    ) async throws -> CachedModel {
        let name = wanted.repository
        if let model = hub.cached(name, variants: WeightsVariants.sufficient(for: precision)) {
            return model
        }
        do {
            let plan = try await hub.plan(name, variants: WeightsVariants.order(for: precision))
            try check(plan.pipeline)
            return try await fetch(plan, wanted, report)
        } catch let error where Self.isUnreachable(error) {
            // Weights of another precision are better than none.
            let any = WeightsVariants.order(for: precision)
            guard let model = hub.cached(name, variants: any) else { throw error }
            report(.note("the Hub cannot be asked: taking what is on the disk"))
            return model
        }
    }

    private static func isUnreachable(_ error: any Error) -> Bool {
        if case HubError.offline = error { return true }
        return (error as? HTTPError)?.isPassing ?? false
    }

    /// Fetches what a plan says, saying what it is beforehand and how far it is all the while.
    func fetch(
        _ plan: DownloadPlan, _ wanted: WantedModel,
        _ report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> CachedModel {
        if !plan.missing.isEmpty { report(.note(Self.announcement(plan, wanted, hub))) }
        let label = "downloading \(wanted.shown)"
        return try await hub.download(plan) { event in
            switch event {
            case .note(let text): report(.note(text))
            case .progress(let progress):
                report(
                    .progress(
                        LoadProgress(label: label, done: progress.done, total: progress.total)))
            }
        }
    }

    private static func announcement(
        _ plan: DownloadPlan, _ wanted: WantedModel, _ hub: HubStore
    ) -> String {
        var parts = [
            "downloading \(wanted.shown) from \(hub.client.page(plan.name))",
            plan.missing.count == 1 ? "1 file" : "\(plan.missing.count) files",
            ByteCount(plan.missing.map(\.size).reduce(0, +)).description,
        ]
        if plan.arrived > 0 { parts.append("\(ByteCount(plan.arrived)) of it here already") }
        if let licence = plan.info.licence { parts.append("licence \(licence)") }
        if plan.info.gate != .none { parts.append("gated") }
        return parts.joined(separator: " · ")
    }
}

/// Says what loading a model of the Hub would need.
struct ModelPlanner: Sendable {
    let hub: HubStore
    let engines: [String]

    func plan(_ wanted: WantedModel, _ precision: String?) async throws -> LoadPlan {
        let sufficient = WeightsVariants.sufficient(for: precision)
        if let model = hub.cached(wanted.repository, variants: sufficient) {
            return LoadPlan(facts(of: model, wanted, sufficient))
        }
        let plan = try await hub.plan(
            wanted.repository, variants: WeightsVariants.order(for: precision))
        return LoadPlan(facts(of: plan, wanted))
    }

    private func facts(
        of model: CachedModel, _ wanted: WantedModel, _ variants: [String]
    ) -> [Fact] {
        let index = hub.cache.index(of: model.name, commit: model.commit)
        let files = hub.cache.files(of: model.name, commit: model.commit)
        let selection = index.flatMap {
            try? FileSelection(files, index: $0, variants: variants, of: model.name)
        }
        return source(model.name, commit: model.commit)
            + [
                Fact("download", "nothing: it is on the disk"),
                Fact("folder", model.folder),
            ] + memory(selection) + engine(index?.className ?? wanted.known?.family ?? "")
    }

    private func facts(of plan: DownloadPlan, _ wanted: WantedModel) -> [Fact] {
        let count = plan.missing.count == 1 ? "1 file" : "\(plan.missing.count) files"
        let size = ByteCount(plan.needed).description
        var facts = source(plan.name, commit: plan.info.commit)
        facts.append(Fact("licence", plan.info.licence ?? "none is named"))
        facts.append(Fact("gate", Self.text(of: plan.info.gate)))
        facts.append(
            Fact("download", plan.missing.isEmpty ? "nothing" : "\(count), \(size)"))
        if plan.arrived > 0 {
            facts.append(
                Fact("arrived", "\(ByteCount(plan.arrived)) from an attempt before"))
        }
        let free = hub.cache.freeSpace.map { "\(ByteCount($0)) free in \(hub.cache.folder)" }
        facts.append(Fact("disk", free ?? hub.cache.folder))
        return facts + memory(plan.selection) + engine(plan.pipeline)
    }

    private func source(_ name: RepositoryName, commit: String) -> [Fact] {
        [Fact("source", hub.client.page(name)), Fact("revision", commit)]
    }

    private func memory(_ selection: FileSelection?) -> [Fact] {
        guard let selection else { return [] }
        let size = ByteCount(selection.weights.map(\.size).reduce(0, +))
        return [Fact("weights", "\(size) in their files")]
    }

    private func engine(_ family: String) -> [Fact] {
        let text = engines.contains(family) ? family : "\(family), for which there is none yet"
        return family.isEmpty ? [] : [Fact("engine", text)]
    }

    private static func text(of gate: RepositoryInfo.Gate) -> String {
        switch gate {
        case .none: "open to everybody"
        case .automatic: "for those who have accepted its licence; you have"
        case .manual: "for those whom its authors let in; you are"
        }
    }
}
