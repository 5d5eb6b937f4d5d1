import Glibc

/// Models on the Hub and on the disk: what is there, what is missing, and how it gets here.
package struct HubStore: Sendable {
    /// Asks the Hub.
    package let client: HubClient
    /// What is on the disk.
    package let cache: HubCache
    private let atOnce: Int

    /// A store of what `client` can fetch and `cache` keeps, `atOnce` files at a time.
    package init(client: HubClient, cache: HubCache, atOnce: Int = 4) {
        self.client = client
        self.cache = cache
        self.atOnce = atOnce
    }

    /// Where a model is on the disk, whole; nil where something of it is missing.
    ///
    /// Nothing is asked of the Hub.
    package func cached(_ name: RepositoryName, variants: [String]) -> CachedModel? {
        cache.wholeCommit(of: name, variants: variants).map {
            CachedModel(
                name: name, commit: $0, folder: cache.snapshot(of: name, commit: $0))
        }
    }

    /// What downloading a model means, without doing it: the Hub is asked what the model is.
    package func plan(_ name: RepositoryName, variants: [String]) async throws -> DownloadPlan {
        let info = try await client.info(name)
        let files = try await client.files(name, commit: info.commit)
        guard files.contains(where: { $0.path == FileSelection.indexName }) else {
            throw HubError.notAPipeline(name.id)
        }
        var index = cache.index(of: name, commit: info.commit)
        if index == nil {
            if info.gate != .none { try await client.checkAccess(name) }
            let json = try await client.contents(
                of: FileSelection.indexName, in: name, commit: info.commit)
            index = PipelineIndex(json: json)
        }
        guard let index else { throw HubError.notAPipeline(name.id) }
        let selection = try FileSelection(files, index: index, variants: variants, of: name)
        let missing = selection.all.filter { !cache.holds($0.path, of: name, commit: info.commit) }
        return DownloadPlan(
            name: name, info: info, pipeline: index.className, selection: selection,
            missing: missing, arrived: missing.map { arrived($0, name) }.reduce(0, +))
    }

    /// The bytes of a file that are on the disk from an attempt before.
    private func arrived(_ file: RepositoryFile, _ name: RepositoryName) -> Int {
        let blob = cache.blob(file.sha256 ?? file.blob, of: name)
        var status = stat()
        for path in [blob, blob + ".incomplete"] where stat(path, &status) == 0 {
            return min(Int(status.st_size), file.size)
        }
        return 0
    }

    /// Downloads what a plan says; `report` is told how far it is.
    package func download(
        _ plan: DownloadPlan, report: @escaping @Sendable (DownloadEvent) -> Void
    ) async throws -> CachedModel {
        if !plan.missing.isEmpty {
            if plan.info.gate != .none { try await client.checkAccess(plan.name) }
            if let free = cache.freeSpace, free < plan.needed {
                throw HubError.noSpace(folder: cache.folder, needed: plan.needed, free: free)
            }
            try cache.prepare(plan.name, commit: plan.info.commit)
        }
        let observer = DownloadObserver(
            total: plan.missing.map(\.size).reduce(0, +), report: report)
        // What is small comes first, so that weights that are there tell that the rest is.
        for part in [plan.selection.small, plan.selection.weights] {
            let missing = part.filter { plan.missing.contains($0) }
            try await fetch(missing, plan.name, plan.info.commit, observer)
        }
        report(.progress(observer.progress))
        try? cache.setCommit(plan.info.commit, of: plan.name)
        return CachedModel(
            name: plan.name, commit: plan.info.commit,
            folder: cache.snapshot(of: plan.name, commit: plan.info.commit))
    }

    private func fetch(
        _ files: [RepositoryFile], _ name: RepositoryName, _ commit: String,
        _ observer: DownloadObserver
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (started, file) in files.enumerated() {
                if started >= atOnce { try await group.next() }
                let download = FileDownload(
                    client: client, cache: cache, name: name, commit: commit, file: file,
                    observer: observer)
                group.addTask { try await download.run() }
            }
            try await group.waitForAll()
        }
    }
}

/// A model that is on the disk, whole.
package struct CachedModel: Sendable, Hashable {
    /// Its repository, with the revision that was asked for.
    package var name: RepositoryName
    /// The commit that it is.
    package var commit: String
    /// The folder that shows its files.
    package var folder: String
}

/// What downloading a model means.
package struct DownloadPlan: Sendable, Hashable {
    /// The repository, with the revision that was asked for.
    package var name: RepositoryName
    /// What the Hub says of it.
    package var info: RepositoryInfo
    /// The pipeline's class.
    package var pipeline: String
    /// The files that the pipeline is loaded from.
    package var selection: FileSelection
    /// Those of them that are not on the disk.
    package var missing: [RepositoryFile]
    /// How many bytes of the missing ones are on the disk from an attempt before.
    package var arrived: Int

    /// How many bytes are to be fetched.
    package var needed: Int { missing.map(\.size).reduce(0, +) - arrived }
}
