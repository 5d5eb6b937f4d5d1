import Diagnostics
import Foundation
import HTTP
import Hub
import TestSupport
import Testing

/// What goes wrong between the Hub and the disk, and what is said of it.
@Suite struct HubFaultTests {
    // MARK: Doors

    @Test(
        arguments: [
            (nil, "you are not logged in", "accept the licence at"),
            (ServedUser.Access.unasked, "have not accepted the licence", "accept it at"),
            (.tokenLacksRight, "your token may not read gated models", "settings/tokens"),
            (.waiting, "have not answered your request", "wait for their answer"),
            (.refused, "have refused your request", "says more"),
        ] as [(ServedUser.Access?, String, String)])
    func eachDoorNamesItsKey(_ access: ServedUser.Access?, _ message: String, _ hint: String)
        async throws
    {
        var repository = try HubBench.served()
        repository.gated = "\"auto\""
        let bench = try HubBench([repository], more: access == nil ? [:] : ["HF_TOKEN": "hf_a"])
        if let access {
            bench.hub.change { $0.users["hf_a"] = ServedUser("ada", access: access) }
        }
        let error = try #require(await bench.failure() as? HubError)
        #expect(error.message.contains(message) && error.message.contains("tiny/sd"))
        #expect(error.hint?.contains(hint) == true)
        #expect(!bench.tree.contains { $0.contains("blobs/") })
    }

    @Test func anOpenDoorLetsThrough() async throws {
        var repository = try HubBench.served()
        repository.gated = "\"manual\""
        let bench = try HubBench([repository], more: ["HF_TOKEN": "hf_a"])
        bench.hub.change { $0.users["hf_a"] = ServedUser("ada") }
        let model = try await bench.download()
        // What is on the disk needs no login.
        let offline = HubEnvironment([
            "HF_HOME": bench.folder.path + "/hf", "HF_HUB_OFFLINE": "1", "HOME": "/",
        ])
        #expect(
            HubCache(folder: offline.cache).wholeCommit(of: model.name, variants: [""])
                == model.commit)
    }

    @Test func aTokenThatIsNoneOrHasEnded() async throws {
        let bench = try HubBench(more: ["HF_TOKEN": "hf_wrong"])
        #expect(await bench.failure() as? HubError == .badToken(place: "HF_TOKEN"))
        let other = try HubBench()
        let path = try other.folder.write("hf_browser\n", to: "hf/token")
        try other.folder.write(
            "[oauth-ada]\nhf_token = hf_browser\nrefresh_token = r\nexpires_at = 1000\n\n",
            to: "hf/stored_tokens")
        #expect(await other.failure() as? HubError == .tokenExpired(place: path))
    }

    // MARK: Absence

    @Test func whatIsNotThereIsToldApart() async throws {
        let bench = try HubBench()
        #expect(
            await bench.failure("no/such") as? HubError
                == .noRepository("no/such", isLoggedIn: false))
        #expect(
            await bench.failure("tiny/sd@v9") as? HubError
                == .noRevision("tiny/sd", revision: "v9"))
        bench.hub.change { $0.users["hf_a"] = ServedUser("ada") }
        let other = try HubBench(more: ["HF_TOKEN": "hf_a", "HF_ENDPOINT": bench.hub.url])
        #expect(
            await other.failure("no/such") as? HubError
                == .noRepository("no/such", isLoggedIn: true))
        #expect(
            try await HubBench([ServedRepository("a/b", files: ["README.md": []])]).failure("a/b")
                as? HubError == .notAPipeline("a/b"))
    }

    @Test func anAbsentFileIsNoted() async throws {
        let bench = try HubBench([HubBench.large(bytes: 10)])
        bench.hub.change {
            $0.faults["/tiny/large/resolve/\(HubBench.large(bytes: 10).commit)/unet/config.json"] =
                [
                    .status(
                        404,
                        [
                            ("X-Error-Code", "EntryNotFound"),
                            ("X-Repo-Commit", HubBench.large(bytes: 10).commit),
                        ])
                ]
        }
        #expect(
            await bench.failure("tiny/large") as? HubError
                == .noFile("tiny/large", file: "unet/config.json"))
        #expect(
            bench.tree.contains {
                $0.hasSuffix(".no_exist/\(HubBench.large(bytes: 10).commit)/unet/config.json 0")
            })
    }

    @Test func onlyPicklesAreRefused() async throws {
        var repository = HubBench.large(bytes: 10)
        repository.files = repository.files.map {
            var file = $0
            file.path = file.path.replacingOccurrences(of: ".safetensors", with: ".bin")
            return file
        }
        let bench = try HubBench([repository])
        #expect(
            await bench.failure("tiny/large") as? HubError
                == .noWeights("tiny/large", component: "unet", hasPickles: true))
    }

    // MARK: Servers

    @Test func aServerThatFailsIsAskedAgain() async throws {
        let bench = try HubBench()
        let path = "/api/models/tiny/sd/revision/main"
        bench.hub.change { $0.faults[path] = [.status(503, []), .status(502, [])] }
        try await bench.download()
        let other = try HubBench(retries: 1)
        other.hub.change { $0.faults[path] = [.status(503, []), .status(500, [])] }
        guard case HubError.serverFails(_, 500, "later")? = await other.failure() else {
            Issue.record("no failure")
            return
        }
    }

    @Test(
        arguments: [
            ([("RateLimit", "\"api\";r=0;t=500")], 500), ([("Retry-After", "400")], 400), ([], nil),
        ] as [([(String, String)], Int?)])
    func whoAsksTooMuchIsToldHowLong(_ fields: [(String, String)], _ seconds: Int?) async throws {
        let bench = try HubBench(retries: 0)
        bench.hub.change {
            $0.faults["/api/models/tiny/sd/revision/main"] = [.status(429, fields)]
        }
        guard case HubError.tooManyRequests(_, let said)? = await bench.failure() else {
            Issue.record("no failure")
            return
        }
        #expect(said == seconds)
    }

    @Test func aShortWaitIsWaited() async throws {
        let bench = try HubBench()
        bench.hub.change {
            $0.faults["/api/models/tiny/sd/revision/main"] = [.status(429, [("Retry-After", "0")])]
            $0.faults[HubBench.weightsPath] = [
                .status(429, [("RateLimit", "\"resolvers\";r=0;t=0")])
            ]
        }
        try await bench.download()
    }

    @Test func nobodyThere() async throws {
        let bench = try HubBench(retries: 0)
        bench.hub.stop()
        guard case HTTPError.noConnection? = await bench.failure() else {
            Issue.record("no failure")
            return
        }
        let nowhere = try HubBench(more: ["HF_ENDPOINT": "http://no-such-host.invalid"], retries: 0)
        #expect(await nowhere.failure() as? HTTPError == .noHost("no-such-host.invalid"))
        let web = try LoopbackServer { _, connection in
            try connection.answer(200, text: "<html>please log in</html>")
        }
        let portal = try HubBench(more: ["HF_ENDPOINT": web.url], retries: 0)
        guard case HubError.notAHub? = await portal.failure() else {
            Issue.record("no failure")
            return
        }
    }

    @Test func offlineAsksNobody() async throws {
        let bench = try HubBench(more: ["HF_HUB_OFFLINE": "1"])
        #expect(await bench.failure() as? HubError == .offline(wanted: "tiny/sd"))
        #expect(bench.hub.requests.isEmpty)
    }

    // MARK: Contents

    @Test(arguments: [HubBench.weightsPath, "unet/config.json"])
    func damageIsSeen(_ path: String) async throws {
        let bench = try HubBench()
        bench.hub.change { $0.faults[path] = [.damaged] }
        if path.hasSuffix(".json") {
            // The first answer is the one to HEAD.
            bench.hub.change { $0.faults[path] = [.ignoresRange, .damaged] }
        }
        guard case HubError.wrongContents(path, _, _)? = await bench.failure() else {
            Issue.record("not seen")
            return
        }
        #expect(!bench.tree.contains { $0.contains(".incomplete") })
        try await bench.download()
    }

    @Test(arguments: [HubStandIn.Fault.short, .long])
    func aWrongLengthIsSeen(_ fault: HubStandIn.Fault) async throws {
        let bench = try HubBench([HubBench.large(bytes: 100_000)])
        bench.hub.change { $0.faults[HubBench.weightsPath] = [fault] }
        guard case HubError.wrongLength? = await bench.failure("tiny/large") else {
            Issue.record("not seen")
            return
        }
        try await bench.download("tiny/large")
    }

    // MARK: The disk

    @Test func aDiskWithoutRoomIsSeenBefore() async throws {
        let web = try LoopbackServer { request, connection in
            let commit = String(repeating: "a", count: 40)
            switch request.path {
            case "/api/models/a/b/revision/main":
                try connection.answer(200, text: "{\"sha\":\"\(commit)\"}")
            case "/api/models/a/b/tree/\(commit)":
                try connection.answer(
                    200,
                    text: """
                        [{"type":"file","path":"model_index.json","size":9,"oid":"1"},
                        {"type":"file","path":"unet/diffusion_pytorch_model.safetensors","size":4000000000000000,"oid":"2"}]
                        """)
            default:
                try connection.answer(
                    200, text: #"{"_class_name":"P","unet":["diffusers","UNet2DConditionModel"]}"#)
            }
        }
        let bench = try HubBench(more: ["HF_ENDPOINT": web.url])
        guard case HubError.noSpace(_, 4_000_000_000_000_009, _)? = await bench.failure("a/b")
        else {
            Issue.record("not seen")
            return
        }
        #expect(bench.tree == [])
    }

    @Test func aCacheThatCannotBeWritten() async throws {
        let bench = try HubBench(more: ["HF_HUB_CACHE": "/dev/null/hub"])
        #expect(
            await bench.failure() as? HubError == .cannotWrite(path: "/dev/null/hub", code: ENOTDIR)
        )
        let error = HubError.cannotWrite(path: "/hub", code: EROFS)
        #expect(error.message.contains("read-only") && error.hint?.contains("HF_HUB_CACHE") == true)
    }

    @Test(arguments: ["../evil", "/etc/evil", "a//b", "a/../../b", "a/./b", "", "a\\b", "a\u{1}"])
    func aPathThatLeadsOutIsRefused(_ path: String) async throws {
        var repository = try HubBench.served()
        repository.files.append(.init(path: path, bytes: [1], isLarge: false))
        let bench = try HubBench([repository])
        #expect(await bench.failure() as? HubError == .unsafePath(path, in: "tiny/sd"))
        #expect(bench.tree == [])
    }

    @Test(arguments: ["blobs", "snapshots", "refs/..", "snapshots/COMMIT/unet"])
    func aLinkThatLeadsOutIsNotFollowed(_ place: String) async throws {
        let bench = try HubBench()
        let outside = try TemporaryFolder()
        let commit = try HubBench.served().commit
        let base = bench.environment.cache + "/models--tiny--sd"
        let link =
            place == "refs/.."
            ? base : base + "/" + place.replacingOccurrences(of: "COMMIT", with: commit)
        try FileManager.default.createDirectory(
            atPath: (link as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: outside.path)
        #expect(
            await bench.failure() as? HubError == .leadsOut(path: link, to: outside.path))
        #expect(outside.names == [])
    }

    @Test func aFileThatIsALinkElsewhereIsNotRead() async throws {
        let bench = try HubBench()
        let model = try await bench.download()
        let config = model.folder + "/unet/config.json"
        try FileManager.default.removeItem(atPath: config)
        try FileManager.default.createSymbolicLink(
            atPath: config, withDestinationPath: "/etc/passwd")
        #expect(bench.store.cached(model.name, variants: [""]) == nil)
        let blob =
            try HubBench.served().files.first { $0.path == HubBench.weightsPath }?.sha256 ?? ""
        let path = bench.environment.cache + "/models--tiny--sd/blobs/\(blob)"
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(
            atPath: path + ".incomplete", withDestinationPath: bench.folder.path + "/elsewhere")
        #expect(
            await bench.failure() as? HubError
                == .leadsOut(path: path + ".incomplete", to: bench.folder.path + "/elsewhere"))
    }
}
