/// What a server says of why it did not do what it was asked.
///
/// OpenAI says `{"error": {"message", "type", "param", "code"}}`; servers built on FastAPI say `{"detail": …}`, a text or a list.
struct ErrorReport: Hashable, Sendable {
    var message: String
    var type = ""
    var code = ""
    var parameter = ""
    /// At which stage a picture was refused (`input`, `output`).
    var stage = ""
    /// What for (`violence`).
    var categories: [String] = []

    /// Reads JSON; nil where it says nothing of an error.
    init?(_ json: JSONValue) {
        if let error = json["error"], case .object = error {
            message = error["message"]?.text ?? ""
            type = error["type"]?.text ?? ""
            code = error["code"]?.text ?? ""
            parameter = error["param"]?.text ?? ""
            let details = error["moderation_details"] ?? json["moderation_details"]
            stage = details?["moderation_stage"]?.text ?? ""
            categories = details?["categories"]?.values.compactMap(\.text) ?? []
        } else if let text = json["error"]?.text ?? json["message"]?.text {
            message = text
        } else if let detail = json["detail"] {
            message =
                detail.text ?? detail["message"]?.text
                ?? detail.values.map(Self.line).joined(separator: "; ")
        } else {
            return nil
        }
    }

    /// `size: field required`, of an entry that FastAPI makes where a field is wrong.
    private static func line(_ entry: JSONValue) -> String {
        let place = entry["loc"]?.values.compactMap(\.text).last { $0 != "body" }
        let message = entry["msg"]?.text ?? "not accepted"
        return place.map { "\($0): \(message)" } ?? message
    }

    /// Whether money is what is missing, which waiting does not bring.
    var isAboutMoney: Bool {
        [
            "insufficient_quota", "credit_balance_exhausted", "billing_hard_limit_reached",
            "billing_not_active",
        ].contains { code == $0 || type == $0 }
    }

    /// Whether what was asked for, or what came of it, is not allowed.
    var isModeration: Bool {
        ["moderation_blocked", "content_policy_violation"].contains(code)
    }
}
