import Diagnostics

/// Why a service made no picture.
package enum RemoteError: Error, Hashable {
    /// There is no key for OpenAI.
    case noKey
    /// Others can read the file with the key.
    case exposedKey(path: String)
    /// There is no folder to keep a key in.
    case noHome
    /// What was typed cannot be a key.
    case malformedKey
    /// The service does not know the key.
    case wrongKey(Refusal, ending: String?, place: String)
    /// The organization is not verified, or may not use the model.
    case forbidden(Refusal, model: String, isUnverified: Bool)
    /// The model was switched off.
    case retired(model: String, date: String, successor: String)
    /// The service has no such model.
    case noModel(Refusal, model: String)
    /// The prompt or the picture is not allowed.
    case moderated(Refusal, stage: String, categories: [String])
    /// There is no money for it, or no more may be spent.
    case noMoney(Refusal)
    /// Too many requests, even after waiting.
    case busy(Refusal)
    /// The request is refused for another reason.
    case refused(Refusal, status: Int)
    /// The service failed, at every one of so many tries.
    case failing(Refusal, status: Int, tries: Int)
    /// The answer is no JSON with pictures.
    case notJSON(host: String, status: Int, type: String, request: String?)
    /// There are no pictures in the answer.
    case noPictures(host: String, request: String?)
    /// The stream ended before the picture.
    case unfinished(host: String, request: String?)
    /// The text of a picture is cut off, or no Base64.
    case badBase64(picture: Int)
    /// The bytes of a picture are none that can be read.
    case badPicture(reason: String, request: String?)
    /// The bytes are no file of a kind that Easel reads.
    case noPicture(claimed: String, request: String?)
    /// The answer is longer than what was asked can be.
    case tooLong(limit: Int)
    /// There is no room for the pictures that come.
    case cannotStore(folder: String, code: Int32)
    /// Pictures were made, and the answer with them was lost.
    case lost(reason: String, request: String?)
    /// The prompt is longer than the model takes.
    case longPrompt(count: Int, limit: Int, model: String)
    /// The model changes no pictures.
    case noEdits(model: String, able: [String])
    /// A mask stands alone.
    case maskAlone
    /// `moderation` is set, which no edit takes.
    case moderatedEdit
    /// A picture to change is known by its name alone.
    case missingSource(String)
    /// A picture to change cannot be sent.
    case badSource(name: String, reason: String)
    /// The address is none.
    case badBase(String)

    /// What a service said, as it may be shown.
    package struct Refusal: Hashable, Sendable {
        /// The service's host.
        package var host: String
        /// Its words.
        package var message: String
        /// The number by which it knows the request; nil where it gave none.
        package var request: String?
    }
}

extension RemoteError: ExplainedError {
    package var message: String {
        switch self {
        case .noKey: "there is no key for OpenAI"
        case .exposedKey(let path):
            "the key in `\(path)` is not used, since others can read the file"
        case .noHome: "there is no folder to keep a key in: neither XDG_CONFIG_HOME nor HOME is set"
        case .malformedKey:
            "what was typed is no key: a key has no blanks and only plain characters"
        case .wrongKey(let refusal, let ending, let place):
            ending.map {
                "\(refusal.host) does not know the key …\($0) from \(place)" + number(refusal)
            }
                ?? "\(refusal.host) wants a key\(number(refusal))"
        case .forbidden(let refusal, let model, let isUnverified):
            isUnverified
                ? "your organization must be verified to use `\(model)`" + number(refusal)
                : "\(refusal.host) does not let you use `\(model)`: \(refusal.message)"
                    + number(refusal)
        case .retired(let model, let date, _): "OpenAI switched `\(model)` off on \(date)"
        case .noModel(let refusal, let model):
            "\(refusal.host) has no model `\(model)`: \(refusal.message)" + number(refusal)
        case .moderated(let refusal, let stage, let categories):
            moderation(refusal, stage, categories)
        case .noMoney(let refusal):
            "the account has no more to spend: \(refusal.message)" + number(refusal)
        case .busy(let refusal): "too many requests at once: \(refusal.message)" + number(refusal)
        case .refused(let refusal, let status):
            "\(refusal.host) refuses this (\(status)): \(refusal.message)" + number(refusal)
        case .failing(let refusal, let status, let tries):
            "\(refusal.host) failed (\(status)\(tries > 1 ? ", \(tries) times" : "")): \(refusal.message)"
                + number(refusal)
        case .notJSON(let host, let status, let type, let request):
            "\(host) answered with `\(type)` (\(status)) where JSON is due" + number(request)
        case .noPictures(let host, let request):
            "there is no picture in the answer of \(host)" + number(request)
        case .unfinished(let host, let request):
            "\(host) ended its answer before the picture" + number(request)
        case .badBase64(let picture): "picture \(picture) of the answer is cut off or not Base64"
        case .badPicture(let reason, let request):
            "the picture that came cannot be read: \(reason)" + number(request)
        case .noPicture(let claimed, let request):
            "what came as \(claimed) is no picture" + number(request)
        case .tooLong(let limit): "the answer is longer than what was asked can be (\(limit) bytes)"
        case .cannotStore(let folder, let code):
            "cannot keep the picture in \(folder): \(systemText(code))"
        case .lost(let reason, let request):
            "the answer was lost on its way: \(reason)" + number(request)
        case .longPrompt(let count, let limit, let model):
            "the prompt has \(count) characters, and `\(model)` takes \(limit)"
        case .noEdits(let model, _): "`\(model)` changes no pictures"
        case .maskAlone: "`mask` says where to change a picture, and there is none"
        case .moderatedEdit:
            "`moderation` is for pictures that are made from nothing, not for edits"
        case .missingSource(let name): "the picture `\(name)` that it began with is not here"
        case .badSource(let name, let reason): "cannot send `\(name)`: \(reason)"
        case .badBase(let base): "`\(base)` is not the address of a server"
        }
    }

    private func moderation(_ refusal: Refusal, _ stage: String, _ categories: [String]) -> String {
        let what =
            switch stage {
            case "input": "the prompt or the picture that was sent"
            case "output": "the picture that was made"
            default: "this"
            }
        let why = categories.isEmpty ? refusal.message : categories.joined(separator: ", ")
        return "\(refusal.host) does not allow \(what): \(why)" + number(refusal)
    }

    private func number(_ refusal: Refusal) -> String { number(refusal.request) }

    private func number(_ request: String?) -> String { request.map { " (request \($0))" } ?? "" }

    package var hint: String? {
        switch self {
        case .noKey: "`login openai` asks for it, or set `OPENAI_API_KEY` in the environment"
        case .exposedKey(let path): "`!chmod 600 \(path)`, and think of a new key"
        case .wrongKey(_, nil, _):
            "name the server in the environment's `OPENAI_BASE_URL`, and its key in `OPENAI_API_KEY`"
        case .wrongKey: "`login openai` asks for another one (platform.openai.com/api-keys)"
        case .forbidden(_, _, true):
            "verify it at platform.openai.com/settings/organization/general; that takes some minutes"
        case .retired(_, _, let successor):
            "`load \(successor)`; for another server that answers to the name, add `base=URL`"
        case .noModel: "`models` lists the names; `load openai:NAME` takes any other"
        case .moderated: "say it in other words"
        case .noMoney: "look at platform.openai.com/settings/organization/billing"
        case .busy, .failing: "try again in a while"
        case .notJSON: "look at `base` and `OPENAI_BASE_URL`, which end in `/v1` for most servers"
        case .unfinished, .badBase64, .badPicture: "make it again; what was made may be charged"
        case .lost: "make it again; the service may charge for the lost picture"
        case .longPrompt: "shorten it"
        case .noEdits(_, let able):
            able.isEmpty ? nil : "these do: \(able.map { "`\($0)`" }.joined(separator: ", "))"
        case .maskAlone: "name the picture too: `gen \"…\" image=$1 mask=FILE.png`"
        case .moderatedEdit: "`unset moderation`"
        case .missingSource: "name one: `image=$1` or `image=FILE`"
        case .cannotStore: "free some space, or name another folder in `TMPDIR`"
        case .badBase: "it begins with `http://` or `https://`, such as `http://localhost:8080/v1`"
        default: nil
        }
    }
}
