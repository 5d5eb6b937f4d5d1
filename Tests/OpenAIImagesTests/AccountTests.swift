import Foundation
import Generation
import HTTP
import OpenAIImages
import TestSupport
import Testing

/// Where keys are kept.
@Suite struct AccountTests {
    private let folder: TemporaryFolder
    private let standIn: StandInOpenAI
    private var path: String { folder.path + "/config/easel/openai-key" }

    init() throws {
        folder = try TemporaryFolder()
        standIn = try StandInOpenAI()
    }

    private func account(_ more: [String: String] = [:]) -> OpenAIAccount {
        let environment = [
            "XDG_CONFIG_HOME": folder.path + "/config", "OPENAI_BASE_URL": standIn.base,
        ]
        .merging(more) { $1 }
        return OpenAIAccount(
            environment: environment, http: HTTPClient(agent: "test", environment: environment))
    }

    @Test func aKeyIsCheckedAndKeptForItsOwnerAlone() async throws {
        #expect(try account().state() == .signedOut)
        let line = try await account().login(StandInOpenAI.key)
        #expect(line == "logged in to openai with …nly5, kept in \(path)")
        #expect(standIn.server.requests.map(\.path) == ["/v1/models"])
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        #expect(facts[.posixPermissions] as? Int == 0o600)
        let parent = try FileManager.default.attributesOfItem(atPath: folder.path + "/config/easel")
        #expect(parent[.posixPermissions] as? Int == 0o700)
        #expect(try account().state() == .signedIn(ending: "nly5", place: path))
        #expect(try account().logout() == "logged out of openai")
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try account().logout() == "no key of openai was kept")
    }

    @Test func aWrongKeyIsNotKept() async throws {
        let error = await #expect(throws: RemoteError.self) {
            _ = try await account().login("sk-proj-Wrong1Wrong2Wrong3Wrong4")
        }
        #expect(error?.message.contains("does not know the key …ong4 from what was typed") == true)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o660]) func aFileThatOthersCanReadIsRefused(mode: Int)
        async throws
    {
        try folder.write(StandInOpenAI.key + "\n", to: "config/easel/openai-key")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        let error = #expect(throws: RemoteError.self) { _ = try account().state() }
        #expect(
            error?.message == "the key in `\(path)` is not used, since others can read the file")
        // `login` puts it right.
        _ = try await account().login(StandInOpenAI.key)
        #expect(try account().state() == .signedIn(ending: "nly5", place: path))
    }

    @Test func theEnvironmentCountsFirst() async throws {
        _ = try await account().login(StandInOpenAI.key)
        let other = account(["OPENAI_API_KEY": "sk-another-key-1-abcd"])
        #expect(try other.state() == .signedIn(ending: "abcd", place: "OPENAI_API_KEY"))
        #expect(
            try other.logout()
                == "logged out of openai; OPENAI_API_KEY in the environment still counts")
    }

    @Test(arguments: ["two words", "a\u{7F}b", "clé", ""]) func whatIsNoKeyIsRefused(text: String)
        async
    {
        await #expect(throws: RemoteError.malformedKey) { _ = try await account().login(text) }
        #expect(standIn.server.requests.isEmpty)
    }
}
