import Foundation
import TestSupport
import Testing

/// The program as it is built, beside a stand-in of the Hub.
@Suite struct HubProgramTests {
    private static let weights = "unet/diffusion_pytorch_model.safetensors"

    private func repository(bytes: Int) -> ServedRepository {
        ServedRepository(
            "tiny/large",
            files: [
                "model_index.json": Array(
                    #"{"_class_name":"StableDiffusionPipeline","unet":["diffusers","UNet2DConditionModel"]}"#
                        .utf8),
                "unet/config.json": Array("{}".utf8),
                Self.weights: (0..<bytes).map { UInt8(truncatingIfNeeded: $0 / 7) },
            ])
    }

    private func environment(_ hub: HubStandIn, _ folder: TemporaryFolder) -> [String: String] {
        [
            "HF_ENDPOINT": hub.url, "HF_HOME": folder.path + "/hf", "HF_TOKEN": "",
            "HF_HUB_CACHE": folder.path + "/hub", "HF_HUB_OFFLINE": "",
        ]
    }

    @Test func theProxyOfTheEnvironmentIsAsked() throws {
        let proxy = try LoopbackServer { _, connection in
            try connection.answer(404, [("X-Error-Code", "RepoNotFound")], text: "")
        }
        let folder = try TemporaryFolder()
        let environment = [
            "HF_ENDPOINT": "http://hub.invalid", "http_proxy": proxy.url, "no_proxy": "",
            "HF_HOME": folder.path, "HF_TOKEN": "", "HF_HUB_CACHE": "", "HF_HUB_OFFLINE": "",
        ]
        let answered = try BuiltProgram.run(["-c", "plan a/b"], environment: environment)
        #expect(
            answered.messages.hasPrefix("error: the Hub has no model `a/b`"), "\(answered.messages)"
        )
        let target = try #require(proxy.requests.first).target
        #expect(target.hasPrefix("http://hub.invalid/api/models/a/b"))
        proxy.stop()
        let refused = try BuiltProgram.run(["-c", "plan a/b"], environment: environment)
        let message = "error: cannot connect to hub.invalid: connection refused, by the proxy\n"
        #expect(refused.messages.hasPrefix(message), "\(refused.messages)")
    }

    @Test func aKilledDownloadGoesOnWhereItWas() throws {
        let size = 6 << 20
        let served = repository(bytes: size)
        let hub = try HubStandIn([served])
        let folder = try TemporaryFolder()
        hub.change { $0.faults[Self.weights] = [.fallsSilent(after: 4 << 20)] }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: BuiltProgram.path)
        process.arguments = ["-c", "download tiny/large"]
        process.environment = ProcessInfo.processInfo.environment.merging(
            environment(hub, folder)
        ) { $1 }
        process.standardError = Pipe()
        try process.run()
        let blob =
            folder.path + "/hub/models--tiny--large/blobs/" + (served.files.last?.sha256 ?? "")
        while process.isRunning, Self.size(blob + ".incomplete") != 4 << 20 { usleep(5000) }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        #expect(hub.sent[Self.weights] == 4 << 20)

        let outcome = try BuiltProgram.run(
            ["-c", "download tiny/large"], environment: environment(hub, folder))
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.messages.contains("4.2 MB of it here already"))
        #expect(hub.sent[Self.weights] == size)
        #expect(
            FileManager.default.contents(atPath: blob).map { [UInt8]($0) }
                == served.files.last?.bytes)
        let again = try BuiltProgram.run(
            ["-c", "download tiny/large; models; remove tiny/large yes; models"],
            environment: environment(hub, folder))
        #expect(again.messages == "" && hub.sent[Self.weights] == size)
        #expect(again.results.contains(" StableDiffusionPipeline · 6.3 MB on disk · used "))
        #expect(again.results.components(separatedBy: "tiny/large ").count == 3)
    }

    @Test func aReplayAsksForTheCommitThatIsRecorded() throws {
        let fixture = Fixtures.path("pipelines/sd")
        let old = try ServedRepository("tiny/sd", folder: fixture)
        let hub = try HubStandIn([old])
        let folder = try TemporaryFolder()
        let lines = "load tiny/sd fp32; gen \"a fox\" steps=1 size=64x64 seed=1; session save fox"
        let first = try BuiltProgram.run(
            ["-c", lines], in: folder.path, environment: environment(hub, folder))
        #expect(first.status == 0, "\(first.messages)")
        #expect(try folder.read("fox.easel").contains("revision \(old.commit)"))
        var new = old
        new.files[0].bytes += [10]
        hub.change { [new] in $0.repositories["tiny/sd"] = new }
        let update = try BuiltProgram.run(
            ["-c", "download tiny/sd"], environment: environment(hub, folder))
        #expect(update.results.contains(new.commit.prefix(12)))
        let replay = try BuiltProgram.run(
            ["-c", "replay fox verify"], in: folder.path, environment: environment(hub, folder))
        #expect(replay.results == "image 1 · EXACT\n1 EXACT\n", "\(replay.messages)")
        let other = try BuiltProgram.run(
            ["-c", "load tiny/sd@\(old.commit)x"], environment: environment(hub, folder))
        #expect(other.status != 0 && other.messages.contains("no branch, tag or commit"))
    }

    @Test func theTokenIsNowhereToBeSeen() throws {
        let hub = try HubStandIn([repository(bytes: 10)])
        hub.change { $0.users["hf_abcdefghijklmnopqrstuvwxyz012345"] = ServedUser("ada") }
        let folder = try TemporaryFolder()
        let outcome = try BuiltProgram.run(
            ["-c", "login hf\nlogin\ndownload tiny/large\nlogout hf"],
            input: "hf_abcdefghijklmnopqrstuvwxyz012345\n",
            environment: environment(hub, folder))
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.results.contains("logged in as ada with the token easel test"))
        #expect(!(outcome.results + outcome.messages).contains("abcdefgh"))
        #expect(hub.requests.contains { $0["authorization"] != nil })
        #expect(hub.storeRequests.allSatisfy { $0["authorization"] == nil })
    }

    private static func size(_ path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
    }
}
