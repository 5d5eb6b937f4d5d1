import FoundationEssentials
package import Generation
package import HTTP

/// Loads the models of OpenAI and of servers of its shape, which is no more than to know where they are.
package struct OpenAILoader: EngineLoader {
    private let environment: [String: String]
    private let http: HTTPClient
    private let limits: HTTPLimits
    private let policy: RetryPolicy

    /// A loader that takes keys and addresses from `environment`.
    ///
    /// The times are those of OpenAI's own clients: a picture may take minutes, in which nothing comes.
    package init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        limits: HTTPLimits = HTTPLimits(connecting: 5, stalling: nil, total: 600),
        policy: RetryPolicy = RetryPolicy()
    ) {
        self.environment = environment
        self.limits = limits
        self.policy = policy
        http = HTTPClient(agent: "easel/\(Easel.version)", environment: environment)
    }

    package var summary: String { "" }
    package var devices: [DeviceSummary] { [] }

    package var known: [KnownModel] {
        [
            KnownModel(
                name: RemoteModel.alias,
                summary: "OpenAI's current model, for pay: \(RemoteModel.all[0].name)")
        ]
            + RemoteModel.all.map { KnownModel(name: $0.word, summary: $0.summary) }
    }

    package var accounts: [any AccountService] {
        [OpenAIAccount(environment: environment, http: http)]
    }

    package func knows(_ model: String) -> Bool { RemoteModel.named(model) != nil }

    package func load(
        _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> any Engine {
        try await load(request, report: report) as OpenAIEngine
    }

    /// Loads a model; nothing is sent for that.
    package func load(
        _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> OpenAIEngine {
        let (model, server) = try find(request)
        if let date = model.retired {
            guard !server.isOpenAI else { throw Self.retirement(of: model, date) }
            report(.note("OpenAI switched \(model.name) off on \(date): asking \(server.host)"))
        }
        if server.isOpenAI, server.credentials == nil { throw RemoteError.noKey }
        let ignored = [
            ("precision", request.precision), ("device", request.device),
            ("offload", request.offload),
        ].filter { $0.1 != nil }.map(\.0)
        if !ignored.isEmpty {
            report(
                .note("\(model.name) is remote: \(ignored.joined(separator: ", ")) has no effect"))
        }
        if server.credentials == nil, (try? KeyStore(environment).credentials()) != nil {
            report(
                .note(
                    "no key is sent to \(server.host): keys go to OpenAI and to the server that OPENAI_BASE_URL names"
                ))
        }
        return OpenAIEngine(
            model, ImagesClient(http: http, server: server, limits: limits, policy: policy))
    }

    package func plan(_ request: LoadRequest) async throws -> LoadPlan {
        let (model, server) = try find(request)
        return LoadPlan(PriceList(model, server).facts)
    }

    private func find(_ request: LoadRequest) throws(RemoteError) -> (RemoteModel, Server) {
        guard let model = RemoteModel.named(request.model) else {
            throw .noModel(
                RemoteError.Refusal(host: "the table", message: "it is not listed"),
                model: request.model)
        }
        return (model, try Server(base: request.base, environment: environment))
    }

    private static func retirement(of model: RemoteModel, _ date: String) -> RemoteError {
        .retired(model: model.name, date: date, successor: RemoteModel.alias)
    }
}

/// What a model needs and costs, in words.
struct PriceList {
    /// What `plan` shows.
    let facts: [Fact]

    /// The list of `model` at `server`.
    init(_ model: RemoteModel, _ server: Server) {
        var facts = [
            Fact("model", model.name), Fact("server", server.base),
            Fact("download", "none, and no memory: it runs there"),
            Fact("key", Self.key(server)),
        ]
        if let date = model.retired, server.isOpenAI {
            facts.append(
                Fact("retired", "switched off on \(date); `load \(RemoteModel.alias)`"))
        }
        facts.append(Fact("sizes", model.sizes.text))
        if !model.qualities.isEmpty {
            facts.append(Fact("quality", model.qualities.joined(separator: ", ")))
        }
        if !server.isOpenAI {
            facts.append(Fact("price", "\(server.host) has its own"))
        } else if let price = model.price {
            facts += Self.facts(price)
        } else if model.retired == nil {
            facts.append(Fact("price", "not known: see platform.openai.com/docs/pricing"))
        }
        self.facts = facts
    }

    private static func key(_ server: Server) -> String {
        if let credentials = server.credentials {
            return "…\(credentials.ending) from \(credentials.place)"
        }
        return server.isOpenAI ? "none: `login openai`" : "none is sent"
    }

    private static func facts(_ price: Price) -> [Fact] {
        let pictures = price.pictures.sorted { $0.value < $1.value }
            .map { "\($0.key) \(Price.text($0.value))" }.joined(separator: ", ")
        return [
            Fact("price", "about \(pictures) for a picture of \(price.pictureSize)"),
            Fact(
                "tokens",
                "a million cost \(Price.text(price.text)) of text, \(Price.text(price.image)) of pictures sent, "
                    + "\(Price.text(price.output)) of pictures made"),
            Fact("as of", Price.date),
        ]
    }
}
