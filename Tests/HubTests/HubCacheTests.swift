import Foundation
import Hub
import TestSupport
import Testing

/// What the cache shows, and what is removed from it.
@Suite struct HubCacheTests {
    /// A bench with two commits of a repository, which share all files but one.
    private func twoCommits() async throws -> (HubBench, old: CachedModel, new: CachedModel) {
        let bench = try HubBench()
        let old = try await bench.download()
        var changed = try HubBench.served()
        changed.files = changed.files.map {
            var file = $0
            if file.path == "unet/config.json" { file.bytes += Array("\n".utf8) }
            return file
        }
        bench.hub.change { [changed] in $0.repositories[HubBench.pipeline] = changed }
        return (bench, old, try await bench.download())
    }

    @Test func theCacheIsListed() async throws {
        let (bench, old, new) = try await twoCommits()
        let found = try #require(bench.store.cache.repositories().first)
        #expect(found.name.id == "tiny/sd" && bench.store.cache.repositories().count == 1)
        #expect(found.commits == [old.commit: [], new.commit: ["main"]])
        #expect(found.size > 1_000_000 && found.unfinished == 0 && found.lastUsed > 0)
    }

    @Test func aRevisionGoesAndTheOtherStays() async throws {
        let (bench, old, new) = try await twoCommits()
        let cache = bench.store.cache
        let removal = try cache.removal(of: HubBench.name("tiny/sd@\(old.commit)"))
        #expect(
            removal.freed
                == (try HubBench.served().files.first { $0.path == "unet/config.json" }?.bytes.count)
        )
        try cache.remove(removal)
        #expect(cache.wholeCommit(of: new.name, variants: [""]) == new.commit)
        #expect(cache.repository(new.name)?.commits == [new.commit: ["main"]])
        try cache.remove(cache.removal(of: HubBench.name("tiny/sd@main")))
        #expect(bench.tree == [".locks/", "CACHEDIR.TAG 191"])
    }

    @Test func aRepositoryGoesWhole() async throws {
        let (bench, _, _) = try await twoCommits()
        let cache = bench.store.cache
        let name = try HubBench.name("tiny/sd")
        try cache.remove(cache.removal(of: name))
        #expect(bench.tree == [".locks/", "CACHEDIR.TAG 191"])
        #expect(throws: HubError.notCached("tiny/sd")) { try cache.removal(of: name) }
        #expect(throws: HubError.notCached("tiny/sd@v9")) {
            try cache.removal(of: HubBench.name("tiny/sd@v9"))
        }
    }

    @Test func linksAreRemovedAndNotWhatTheyLeadTo() async throws {
        let bench = try HubBench()
        let model = try await bench.download()
        let outside = try TemporaryFolder()
        try outside.write("precious", to: "file")
        try FileManager.default.createSymbolicLink(
            atPath: model.folder + "/folder", withDestinationPath: outside.path)
        try bench.store.cache.remove(bench.store.cache.removal(of: model.name))
        #expect(outside.names == ["file"])
    }

    @Test func whatIsBeingDownloadedStays() async throws {
        let bench = try HubBench([HubBench.large(bytes: 3 << 20)])
        bench.hub.change { $0.faults[HubBench.weightsPath] = [.fallsSilent(after: 2 << 20)] }
        let other = HubCache(folder: bench.environment.cache)
        let name = try HubBench.name("tiny/large")
        let task = Task { try await bench.download("tiny/large") }
        while (bench.hub.sent[HubBench.weightsPath] ?? 0) == 0 {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(throws: HubError.isBeingDownloaded("tiny/large")) {
            try other.remove(other.removal(of: name))
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func aCacheOfManyKindsIsReadThrough() async throws {
        let bench = try HubBench()
        try await bench.download()
        try bench.folder.write("x", to: "hf/hub/datasets--a--b/blobs/x")
        try bench.folder.write("1\n", to: "hf/hub/blobs/.huggingface-shared-blobs")
        try bench.folder.write("x", to: "hf/hub/models--gpt2/refs/main")
        #expect(bench.store.cache.repositories().map(\.name.id) == ["gpt2", "tiny/sd"])
    }

    @Test(arguments: [
        ("model-00001-of-00002.safetensors", "model", "", true),
        ("model.fp16-00001-of-00002.safetensors", "model", "fp16", true),
        ("model-00001-of-00002.fp16.safetensors", "model", "fp16", true),
        ("model-00001-of-00002.fp16.safetensors", "model", "", false),
        ("model.safetensors", "model", "", false), ("model-1-of.safetensors", "model", "", false),
    ])
    func shardsAreSplitAndAreFound(
        _ name: String, _ base: String, _ variant: String, _ isShard: Bool
    ) throws {
        let suffix = variant.isEmpty ? "" : "." + variant
        let files = ["unet/\(name)", "unet/\(base).safetensors.index\(suffix).json"].compactMap {
            RepositoryFile(path: $0, size: 1, blob: "")
        }
        let index = try #require(
            PipelineIndex(json: #"{"_class_name":"P","unet":["d","M"],"x":[null,null]}"#.utf8))
        let repository = try HubBench.name("a/b")
        let found = try? FileSelection(files, index: index, variants: [variant], of: repository)
        let isWhole = name == "model.safetensors"
        #expect((found?.weights.map(\.path) == ["unet/\(name)"]) == (isShard || isWhole))
        #expect((found?.small.count == 1) == isShard)
    }
}
