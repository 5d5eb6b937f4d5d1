import Diagnostics
import Diffusion
import Foundation
import Generation
import HTTP
import Hub
import Synchronization
import TestSupport
import Testing

/// Models that are loaded by the names that they have on the Hub.
@Suite struct HubLoaderTests {
    private func loader(_ bench: HubBench) -> HubLoader {
        HubLoader(
            local: DiffusersLoader(otherNames: KnownRepository.names), hub: bench.store,
            environment: bench.environment)
    }

    private func load(
        _ bench: HubBench, _ model: String, revision: String? = nil,
        report: @escaping @Sendable (LoadEvent) -> Void = { _ in }
    ) async throws -> any Engine {
        var request = LoadRequest(model: model, precision: "fp32")
        request.revision = revision
        return try await loader(bench).load(request, report: report)
    }

    @Test func aRepositoryIsDownloadedAndLoaded() async throws {
        let bench = try HubBench()
        let lines = Lines()
        let engine = try await load(bench, "tiny/sd") { lines.take($0) }
        let commit = try HubBench.served().commit
        #expect(engine.identity.model == "tiny/sd" && engine.identity.revision == commit)
        #expect(engine.identity.source == bench.hub.url + "/tiny/sd")
        let said = try #require(lines.notes.first)
        #expect(said.hasPrefix("downloading tiny/sd from \(bench.hub.url)/tiny/sd · "))
        #expect(said.contains(" files · 1.2 MB · licence creativeml-openrail-m"))
        #expect(lines.hasProgress)
        let asked = bench.hub.requests.count
        #expect(try await load(bench, "tiny/sd").identity == engine.identity)
        #expect(bench.hub.requests.count == asked, "what is on the disk needs no question")
        // The digests of the weights are the names of the links' targets.
        #expect(try await engine.weightsDigest()?.hasPrefix("sha256:") == true)
    }

    @Test func aKnownNameIsARepository() async throws {
        var served = try HubBench.served()
        served.id = "sd-legacy/stable-diffusion-v1-5"
        let bench = try HubBench([served])
        let engine = try await load(bench, "sd15@v1.0")
        #expect(engine.identity.model == "sd15@v1.0" && engine.identity.revision == served.commit)
        let stored = try #require(loader(bench).store?.stored())
        #expect(stored.map(\.name) == ["sd15"] && stored[0].family == "StableDiffusionPipeline")
    }

    @Test func aRecordedCommitIsAskedFor() async throws {
        let bench = try HubBench()
        let old = try HubBench.served()
        var new = old
        new.files[0].bytes += [10]
        let engine = try await load(bench, "tiny/sd", revision: old.commit)
        bench.hub.change { [new] in $0.repositories[HubBench.pipeline] = new }
        #expect(engine.identity.revision == old.commit)
        #expect(try await load(bench, "tiny/sd").identity.revision == new.commit)
        #expect(try await load(bench, "tiny/sd", revision: old.commit).identity == engine.identity)
        let gone = String(repeating: "d", count: 40)
        await #expect(throws: HubError.noRevision("tiny/sd", revision: gone)) {
            try await load(bench, "tiny/sd", revision: gone)
        }
    }

    @Test func aModelWithoutAnEngineIsToldBeforeAnythingIsFetched() async throws {
        let bench = try HubBench()
        await #expect(
            throws: ModelError.noEngine(
                "qwen", family: "QwenImagePipeline", able: DiffusersLoader().pipelines)
        ) { try await load(bench, "qwen") }
        #expect(bench.hub.requests.isEmpty)
        var other = HubBench.large("a/b", bytes: 10)
        other.files = other.files.map {
            var file = $0
            if file.path == "model_index.json" {
                file.bytes = Array(#"{"_class_name":"SanaPipeline","unet":["d","M"]}"#.utf8)
            }
            return file
        }
        bench.hub.change { [other] in $0.repositories["a/b"] = other }
        await #expect(
            throws: ModelError.noEngine(
                "a/b", family: "SanaPipeline", able: DiffusersLoader().pipelines)
        ) { try await load(bench, "a/b") }
        #expect(bench.tree == [])
        let plan = try await loader(bench).plan(LoadRequest(model: "a/b"))
        #expect(
            plan.facts.last == Fact("engine", "SanaPipeline, for which there is none yet"))
    }

    @Test func aFolderCountsBeforeARepository() async throws {
        let bench = try HubBench()
        let folder = try TemporaryFolder()
        try folder.copyPipeline(Fixtures.path("pipelines/sd"), to: "tiny/sd")
        let engine = try await load(bench, folder.path + "/tiny/sd")
        #expect(engine.identity.revision == nil && bench.hub.requests.isEmpty)
        await #expect(throws: (any Error).self) { try await load(bench, "./no/such") }
        #expect(bench.hub.requests.isEmpty)
    }

    @Test func whatIsOnTheDiskIsTakenWhereTheHubIsAway() async throws {
        let bench = try HubBench(retries: 0)
        _ = try await loader(bench).store?.download(
            LoadRequest(model: "tiny/sd", precision: "fp32")
        ) { _ in }
        bench.hub.stop()
        #expect(try await load(bench, "tiny/sd").identity.model == "tiny/sd")
        // fp16 files of that commit were never fetched, but plain ones hold all that they would.
        let request = LoadRequest(model: "tiny/sd", precision: "fp16")
        #expect(try await loader(bench).load(request) { _ in }.identity.model == "tiny/sd")
        await #expect(throws: HTTPError.self) { try await load(bench, "tiny/other") }
    }

    @Test func aPlanSaysWhatIsKnown() async throws {
        let bench = try HubBench()
        let plan = try await loader(bench).plan(LoadRequest(model: "tiny/sd"))
        let facts = Dictionary(uniqueKeysWithValues: plan.facts.map { ($0.name, $0.text) })
        #expect(facts["licence"] == "creativeml-openrail-m")
        #expect(
            facts["gate"] == "open to everybody" && facts["engine"] == "StableDiffusionPipeline")
        #expect(facts["download"]?.hasSuffix(" files, 1.2 MB") == true)
        #expect(try facts["revision"] == HubBench.served().commit)
        #expect(bench.tree == [])
        try await bench.download()
        let after = try await loader(bench).plan(LoadRequest(model: "tiny/sd"))
        #expect(after.facts.contains(Fact("download", "nothing: it is on the disk")))
    }

    @Test func theStoreRemoves() async throws {
        let bench = try HubBench()
        let store = try #require(loader(bench).store)
        let line = try await store.download(LoadRequest(model: "tiny/sd")) { _ in }
        #expect(line.hasPrefix("tiny/sd is now here: ") && line.contains(" files, 1.2 MB, "))
        #expect(try store.removal(of: "tiny/sd").hasPrefix("tiny/sd takes 1.2 MB in "))
        #expect(try store.remove("tiny/sd") == "removed tiny/sd: 1.2 MB are free again")
        #expect(store.stored() == [])
        #expect(throws: HubError.notCached("tiny/sd")) { try store.remove("tiny/sd") }
        #expect(throws: ModelError.isBuiltIn("sketch")) { try store.remove("sketch") }
        #expect(throws: ModelError.notOnTheHub("../x")) { try store.remove("../x") }
    }

    // MARK: Login

    @Test func aLoginIsCheckedAndKept() async throws {
        let bench = try HubBench()
        bench.hub.change { $0.users["hf_a"] = ServedUser("ada", tokenName: "laptop") }
        let account = try #require(loader(bench).accounts.first { $0.name == "hf" })
        #expect(try account.state() == .signedOut)
        await #expect(throws: HubError.badToken(place: "what was typed")) {
            try await account.login("hf_wrong")
        }
        await #expect(throws: HubError.notAToken) { try await account.login("hf a") }
        #expect(try account.state() == .signedOut)
        #expect(
            try await account.login("hf_a")
                == "logged in as ada with the token laptop, which may read")
        #expect(
            try account.state() == .signedIn(ending: "hf_a", place: bench.environment.tokenPath))
        #expect(try account.logout() == "logged out of hf" && account.state() == .signedOut)
        #expect(try account.logout() == "no token of hf was stored")
    }
}

/// Takes what a loader tells.
private final class Lines: Sendable {
    private let events = Mutex<[LoadEvent]>([])

    var notes: [String] {
        events.withLock { events in
            events.compactMap { if case .note(let text) = $0 { text } else { nil } }
        }
    }

    var hasProgress: Bool {
        events.withLock { events in
            events.contains {
                if case .progress(let it) = $0 { it.done == it.total } else { false }
            }
        }
    }

    func take(_ event: LoadEvent) { events.withLock { $0.append(event) } }
}
