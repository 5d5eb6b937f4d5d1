import HTTP

extension RemoteError {
    /// What an answer means that refuses what `model` was asked for.
    init(_ response: HTTPResponse, _ body: [UInt8], model: String, server: Server, tries: Int) {
        let key = server.credentials?.key
        let report = JSONValue(body).flatMap(ErrorReport.init)
        let words = Masking.shown(report?.message ?? "", key: key)
        let refusal = Refusal(
            host: server.host, message: words.isEmpty ? "it does not say why" : words,
            request: response.requestID)
        let status = response.status
        guard let report else {
            self =
                status >= 500 || status == 408
                ? .failing(refusal, status: status, tries: tries)
                : .notJSON(
                    host: server.host, status: status, type: response.mediaType,
                    request: response.requestID)
            return
        }
        self = Self.meaning(report, refusal, status, model, server, tries)
    }

    /// What a report means that came with a status, or in the middle of a stream.
    static func meaning(
        _ report: ErrorReport, _ refusal: Refusal, _ status: Int, _ model: String,
        _ server: Server, _ tries: Int
    ) -> RemoteError {
        let shown: (String) -> String = {
            Masking.shown($0, key: server.credentials?.key, limit: 60)
        }
        if report.isModeration {
            return .moderated(
                refusal, stage: report.stage, categories: report.categories.prefix(10).map(shown))
        }
        if report.isAboutMoney { return .noMoney(refusal) }
        switch status {
        case 401:
            return .wrongKey(
                refusal, ending: server.credentials?.ending,
                place: server.credentials?.place ?? "")
        case 403:
            return .forbidden(
                refusal, model: model,
                isUnverified: report.message.lowercased().contains("must be verified"))
        case 404 where report.code == "model_not_found" || report.message.contains(model):
            return .noModel(refusal, model: model)
        case 429: return .busy(refusal)
        case 408, 500...: return .failing(refusal, status: status, tries: tries)
        default: return .refused(refusal, status: status)
        }
    }
}
