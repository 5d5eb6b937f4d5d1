import Foundation
import HTTP
import Hub
import TestSupport
import Testing

/// A model on its way from the Hub to the disk.
@Suite struct DownloadTests {
    @Test func aPipelineArrivesWholeAndNothingElse() async throws {
        let bench = try HubBench()
        let told = Told()
        let model = try await bench.download { told.take($0) }
        let served = try HubBench.served()
        #expect(model.commit == served.commit)
        let wanted = served.files.filter { file in
            !["README.md", "v1-5-pruned.safetensors"].contains(file.path)
                && !file.path.hasSuffix(".bin") && !file.path.contains("safety")
                && !file.path.contains("fp16")
        }
        let there = bench.store.cache.files(of: model.name, commit: model.commit).map(\.path)
        #expect(there == wanted.map(\.path).sorted())
        for file in wanted { #expect(bench.bytes(file.path, of: model) == file.bytes) }
        #expect(told.last?.done == wanted.map(\.bytes.count).reduce(0, +))
        #expect(told.last?.done == told.last?.total && told.last?.done == told.last?.fetched)
        let again = bench.store.cached(model.name, variants: [""])
        #expect(again == model)
    }

    @Test func whatIsThereIsNotFetchedAgain() async throws {
        let bench = try HubBench()
        try await bench.download()
        bench.hub.forget()
        let told = Told()
        try await bench.download { told.take($0) }
        #expect(bench.hub.sent == [:] && told.last?.fetched == 0)
    }

    @Test func aPrecisionHasItsOwnFiles() async throws {
        let bench = try HubBench()
        let model = try await bench.download(variants: ["fp16", ""])
        #expect(
            bench.bytes("unet/diffusion_pytorch_model.fp16.safetensors", of: model) == [1, 2, 3])
        #expect(bench.bytes(HubBench.weightsPath, of: model) == [])
        #expect(bench.store.cached(model.name, variants: [""]) == nil)
        #expect(bench.store.cached(model.name, variants: ["fp16", ""]) == model)
    }

    @Test(arguments: ["v1.0", "main", "commit"])
    func aRevisionIsFound(_ revision: String) async throws {
        let bench = try HubBench()
        let commit = try HubBench.served().commit
        let wanted = revision == "commit" ? commit : revision
        let model = try await bench.download("\(HubBench.pipeline)@\(wanted)")
        #expect(model.commit == commit)
        let reference = bench.folder.path + "/hf/hub/models--tiny--sd/refs/\(wanted)"
        let text = FileManager.default.contents(atPath: reference).map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(text == (revision == "commit" ? nil : commit))
        #expect(bench.store.cached(model.name, variants: [""]) == model)
    }

    @Test func aRenamedRepositoryIsFollowed() async throws {
        let bench = try HubBench()
        bench.hub.change { $0.renamed["old/name"] = HubBench.pipeline }
        let model = try await bench.download("old/name")
        #expect(model.commit == (try HubBench.served().commit))
        #expect(bench.store.cached(model.name, variants: [""]) == model)
    }

    @Test func theTokenGoesToTheHubAlone() async throws {
        let bench = try HubBench(more: ["HF_TOKEN": "hf_secret"])
        bench.hub.change { $0.users["hf_secret"] = ServedUser("ada") }
        try await bench.download()
        #expect(bench.hub.requests.allSatisfy { $0["authorization"] == "Bearer hf_secret" })
        #expect(!bench.hub.storeRequests.isEmpty)
        #expect(bench.hub.storeRequests.allSatisfy { $0["authorization"] == nil })
    }

    @Test func noTokenIsSentWhereNoneIsToBe() async throws {
        let bench = try HubBench(
            more: ["HF_TOKEN": "hf_secret", "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"])
        try await bench.download()
        #expect(bench.hub.requests.allSatisfy { $0["authorization"] == nil })
    }

    // MARK: Going on

    @Test func aConnectionThatBreaksGoesOnWhereItEnded() async throws {
        let size = 3 << 20
        let bench = try HubBench([HubBench.large(bytes: size)])
        bench.hub.change {
            $0.faults[HubBench.weightsPath] = [
                .breaksOff(after: 1 << 20), .breaksOff(after: 70000),
            ]
        }
        let model = try await bench.download("tiny/large")
        #expect(bench.hub.sent[HubBench.weightsPath] == size)
        #expect(bench.bytes(HubBench.weightsPath, of: model).count == size)
        let ranges = bench.hub.storeRequests.compactMap { $0["range"] }
        #expect(ranges == ["bytes=1048576-", "bytes=\(1_048_576 + 70000)-"])
    }

    @Test func silenceIsAnEndToo() async throws {
        let repository = HubBench.large(bytes: 2 << 20)
        let bench = try HubBench([repository], limits: HTTPLimits(stalling: 1), retries: 50)
        bench.hub.change { $0.faults[HubBench.weightsPath] = [.fallsSilent(after: 500_000)] }
        let model = try await bench.download("tiny/large")
        #expect(bench.bytes(HubBench.weightsPath, of: model) == repository.files.last?.bytes)
        #expect(bench.hub.storeRequests.contains { $0["range"] != nil })
    }

    @Test func anotherProcessGoesOnWhereThisOneEnded() async throws {
        let size = 3 << 20
        let bench = try HubBench([HubBench.large(bytes: size)], retries: 0)
        bench.hub.change { $0.faults[HubBench.weightsPath] = [.breaksOff(after: 2 << 20)] }
        guard case HTTPError.brokenOff? = await bench.failure("tiny/large") else {
            Issue.record("no failure")
            return
        }
        #expect(bench.tree.contains { $0.hasSuffix(".incomplete \(2 << 20)") })
        let told = Told()
        let model = try await bench.download("tiny/large") { told.take($0) }
        #expect(bench.hub.sent[HubBench.weightsPath] == size && told.last?.fetched == 1 << 20)
        #expect(bench.bytes(HubBench.weightsPath, of: model).count == size)
    }

    @Test func aServerThatKnowsNoPartsIsReadAgain() async throws {
        let bench = try HubBench([HubBench.large(bytes: 3 << 20)])
        bench.hub.change {
            $0.faults[HubBench.weightsPath] = [.breaksOff(after: 1 << 20), .ignoresRange]
        }
        let told = Told()
        let model = try await bench.download("tiny/large") { told.take($0) }
        #expect(bench.bytes(HubBench.weightsPath, of: model).count == 3 << 20)
        #expect(told.last?.done == told.last?.total)
    }

    @Test func whatWasLeftDamagedIsFetchedAnew() async throws {
        let repository = HubBench.large(bytes: 3 << 20)
        let bench = try HubBench([repository])
        let sha256 = repository.files.last?.sha256 ?? ""
        for left in [[UInt8](repeating: 9, count: 1 << 20), [UInt8](repeating: 9, count: 4 << 20)] {
            try bench.folder.write(
                left, to: "hf/hub/models--tiny--large/blobs/\(sha256).incomplete")
            let model = try await bench.download("tiny/large")
            #expect(bench.bytes(HubBench.weightsPath, of: model) == repository.files.last?.bytes)
            try FileManager.default.removeItem(atPath: bench.environment.cache)
        }
    }

    @Test func twoAtOnceFetchOnce() async throws {
        let bench = try HubBench()
        async let one = bench.download()
        async let other = bench.download()
        #expect(try await one == other)
        let served = try HubBench.served()
        for (path, count) in bench.hub.sent where path != "model_index.json" {
            #expect(count == served.files.first { $0.path == path }?.bytes.count)
        }
    }

    @Test func cancellingEndsItAndKeepsWhatArrived() async throws {
        let bench = try HubBench([HubBench.large(bytes: 3 << 20)])
        bench.hub.change { $0.faults[HubBench.weightsPath] = [.fallsSilent(after: 2 << 20)] }
        let task = Task { try await bench.download("tiny/large") }
        while bench.hub.sent[HubBench.weightsPath] != 2 << 20 {
            try await Task.sleep(for: .milliseconds(5))
        }
        while !bench.tree.contains(where: { $0.hasSuffix(".incomplete \(2 << 20)") }) {
            try await Task.sleep(for: .milliseconds(5))
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await bench.download("tiny/large")
        #expect(bench.hub.sent[HubBench.weightsPath] == 3 << 20)
    }
}
