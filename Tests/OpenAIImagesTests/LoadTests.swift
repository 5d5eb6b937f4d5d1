import Generation
import HTTP
import OpenAIImages
import TestSupport
import Testing

/// What `load` and `plan` say, without a request.
@Suite struct LoadTests {
    private static let key = "sk-proj-Stored1Key2For3Tests4Only5"

    private func load(
        _ model: String, base: String? = nil, _ environment: [String: String]
    ) async throws -> (OpenAIEngine, [String]) {
        let notes = Notes()
        let engine: OpenAIEngine = try await OpenAILoader(environment: environment)
            .load(LoadRequest(model: model, device: "cpu", base: base)) { event in
                if case .note(let text) = event { notes.add(text) }
            }
        return (engine, notes.all)
    }

    private func message(
        _ model: String, base: String? = nil, _ environment: [String: String]
    ) async -> String? {
        do {
            _ = try await load(model, base: base, environment)
            return nil
        } catch {
            return (error as? RemoteError)?.message
        }
    }

    @Test(arguments: [
        "gpt-image", "gpt-image-1.5", "gpt-image-1-mini", "gpt-image-2", "openai:gpt-image-9",
    ])
    func aModelLoadsWithAKey(model: String) async throws {
        let (engine, notes) = try await load(model, ["OPENAI_API_KEY": Self.key])
        #expect(engine.identity.device == "remote")
        #expect(engine.identity.source == "https://api.openai.com/v1")
        #expect(!engine.settings.isSampled && !engine.settings.honoured.contains("seed"))
        #expect(notes == ["\(engine.identity.model) is remote: device has no effect"])
        #expect(await message(model, [:]) == "there is no key for OpenAI")
    }

    @Test(arguments: [
        ("dalle3", "dall-e-3", "2026-05-12"), ("dalle2", "dall-e-2", "2026-05-12"),
        ("gpt-image-1", "gpt-image-1", "2026-10-23"),
    ])
    func aModelThatIsOffIsLoadedElsewhereAlone(word: String, name: String, date: String)
        async throws
    {
        let environment = ["OPENAI_API_KEY": Self.key]
        #expect(await message(word, environment) == "OpenAI switched `\(name)` off on \(date)")
        let (engine, notes) = try await load(word, base: "http://localhost:1/v1", environment)
        #expect(engine.identity.model == name)
        #expect(notes.first == "OpenAI switched \(name) off on \(date): asking localhost:1")
    }

    /// A line may come from somebody else's session, and must not send a key anywhere.
    @Test func aKeyGoesToNoServerThatALineNames() async throws {
        let other = try StandInOpenAI()
        let loader = OpenAILoader(
            environment: ["OPENAI_API_KEY": StandInOpenAI.key], policy: RetryPolicy(retries: 0))
        let engine: OpenAIEngine = try await loader.load(
            LoadRequest(model: "openai:x", base: other.base)
        ) { _ in }
        let request = ImageRequest(
            prompt: "a", seed: 0, steps: 0, guidance: 0, size: engine.settings.size)
        let error = await #expect(throws: RemoteError.self) {
            for try await _ in engine.generate(request) {}
        }
        let host = URLHost.of(other.server.url)
        #expect(error?.message == "\(host) wants a key \(FailureTests.request)")
        #expect(
            error?.hint
                == "name the server in the environment's `OPENAI_BASE_URL`, and its key in `OPENAI_API_KEY`"
        )
        let sent = try #require(other.server.requests.first)
        #expect(sent["authorization"] == nil && sent["openai-organization"] == nil)
        // The server that the environment names is trusted, by whatever line.
        let trusted: OpenAIEngine = try await OpenAILoader(environment: other.environment).load(
            LoadRequest(model: "gpt-image", base: other.base + "/")
        ) { _ in }
        for try await _ in trusted.generate(request) {}
        #expect(other.server.requests.last?["authorization"] == "Bearer \(StandInOpenAI.key)")
    }

    @Test func aPlanSaysThePrice() async throws {
        let plan = try await OpenAILoader(environment: ["OPENAI_API_KEY": Self.key])
            .plan(LoadRequest(model: "gpt-image-1.5"))
        let facts = Dictionary(uniqueKeysWithValues: plan.facts.map { ($0.name, $0.text) })
        #expect(facts["model"] == "gpt-image-1.5")
        #expect(facts["key"] == "…nly5 from OPENAI_API_KEY")
        #expect(
            facts["price"]
                == "about low $0.009, medium $0.034, high $0.133 for a picture of 1024x1024")
        #expect(facts["as of"] == "2026-10-05")
        #expect(facts["sizes"] == "`1024x1024`, `1536x1024`, `1024x1536`")
        let elsewhere = try await OpenAILoader(environment: [:])
            .plan(LoadRequest(model: "dalle3", base: "http://localhost:9/v1"))
        #expect(elsewhere.facts.contains(Fact("price", "localhost:9 has its own")))
    }

    @Test func theTableIsInItself() throws {
        let models = RemoteModel.all
        #expect(Set(models.map(\.name)).count == models.count)
        #expect(RemoteModel.named("gpt-image")?.name == models.first?.name)
        #expect(RemoteModel.named("sketch") == nil && RemoteModel.named("openai:") == nil)
        for model in models {
            #expect(model.sizes.allows(model.size))
            #expect(model.aspects.allSatisfy { model.sizes.allows($0.size) })
            #expect(
                model.settings.usual.allSatisfy {
                    model.settings.choices[$0.key]?.contains($0.value) == true
                })
            #expect(RemoteModel.named(model.word)?.name == model.name)
        }
        #expect(models.first?.retired == nil)
        let price = try #require(RemoteModel.named("gpt-image-1.5")?.price)
        #expect(Price.text(price.dollars(text: 1000, image: 0, output: 1_000_000)) == "$32.005")
    }
}
