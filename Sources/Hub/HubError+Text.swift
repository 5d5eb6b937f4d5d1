import Diagnostics
import Generation
import Glibc

extension HubError: ExplainedError {
    package var message: String {
        switch self {
        case .offline(let wanted):
            "`\(wanted)` is not on this disk, and `HF_HUB_OFFLINE` says not to ask the Hub"
        case .noRepository(let name, let isLoggedIn):
            isLoggedIn
                ? "the Hub has no model `\(name)` that you may see"
                : "the Hub has no model `\(name)` that is public"
        case .noRevision(let name, let revision):
            "`\(name)` has no branch, tag or commit `\(revision)`"
        case .noFile(let name, let file): "`\(name)` has no file `\(file)`"
        case .notLoggedIn(let name, _):
            "`\(name)` is only for those who have accepted its licence, and you are not logged in"
        case .licenceNotAccepted(let name, _):
            "you are logged in, but have not accepted the licence of `\(name)` yet"
        case .tokenLacksRight(let name):
            "your token may not read gated models such as `\(name)`"
        case .awaitingApproval(let name, _):
            "the authors of `\(name)` have not answered your request for access yet"
        case .accessRefused(let name, _):
            "the authors of `\(name)` have refused your request for access"
        case .isDisabled(let name): "the Hub has shut `\(name)`"
        case .badToken(let place): "the Hub does not know the token from \(place)"
        case .tokenExpired(let place): "the token from \(place) is no longer valid"
        case .forbidden(let host, let reason): "\(host) refuses: \(reason)"
        case .tooManyRequests(let host, let seconds):
            seconds.map { "\(host) takes no more requests for \($0) s" }
                ?? "\(host) takes no more requests for now"
        case .serverFails(let host, let status, let reason):
            "\(host) fails with status \(status)" + (reason.isEmpty ? "" : ": \(reason)")
        case .notAHub(let host, let missing): "\(host) answers, but not as a Hub does: \(missing)"
        default: keepingMessage
        }
    }

    private var keepingMessage: String {
        switch self {
        case .unsafePath(let path, let name):
            "`\(name)` lists the file `\(path)`, which would lead out of the cache"
        case .leadsOut(let path, let target):
            "`\(path)` is a link that leads out of the cache, to `\(target)`"
        case .wrongLength(let file, let expected, let found):
            "`\(file)` should have \(expected) bytes, and has \(found)"
        case .wrongContents(let file, let expected, let found):
            "`\(file)` arrived damaged: its hash is \(found), not \(expected)"
        case .noSpace(let folder, let needed, let free):
            "the download needs \(ByteCount(needed)), and `\(folder)` has room for \(ByteCount(free))"
        case .diskFull(let path): "the disk is full: cannot write `\(path)`"
        case .cannotWrite(let path, let code): "cannot write `\(path)`: \(Self.reason(code))"
        case .cannotRead(let path, let code): "cannot read `\(path)`: \(Self.reason(code))"
        case .notAPipeline(let name):
            "`\(name)` is not a diffusers model: it has no `model_index.json`"
        case .noWeights(let name, let component, let hasPickles):
            hasPickles
                ? "the weights of `\(component)` in `\(name)` are no safetensors files, and others can run programs"
                : "`\(name)` has no weights for `\(component)`"
        case .notCached(let name): "nothing of `\(name)` is on this disk"
        case .isBeingDownloaded(let name): "another process is downloading `\(name)`"
        case .notAToken: "that is no token of the Hub: they begin with `hf_`"
        default: ""
        }
    }

    package var hint: String? {
        switch self {
        case .offline: "unset `HF_HUB_OFFLINE`, or load a model that `models` shows on the disk"
        case .noRepository(_, false):
            "check the name; where the model is private, `login hf` first"
        case .noRepository: "check the name, and what your token may read"
        case .noRevision: "leave out what follows the `@` for the newest one"
        case .notLoggedIn(_, let page): "accept the licence at \(page), then `login hf`"
        case .licenceNotAccepted(_, let page): "accept it at \(page), then try again"
        case .tokenLacksRight:
            "at huggingface.co/settings/tokens, let it read \"public gated repositories\"; or `login hf` with another"
        case .awaitingApproval(_, let page): "wait for their answer; \(page) shows where it stands"
        case .accessRefused(_, let page): "\(page) says more; `models` lists other models"
        case .badToken(let place), .tokenExpired(let place):
            place.contains("/")
                ? "`login hf` stores a new one" : "set or unset `\(place)`"
        case .tooManyRequests(_, let seconds):
            (seconds.map { "try again in \($0) s" } ?? "try again later")
                + "; those who are logged in may ask for more"
        case .serverFails: "try again later; what has arrived is kept"
        case .notAHub: "look at `HF_ENDPOINT`, and at a proxy that may answer instead"
        default: keepingHint
        }
    }

    private var keepingHint: String? {
        switch self {
        case .leadsOut(let path, _): "remove `\(path)`, or name another cache in `HF_HUB_CACHE`"
        case .wrongLength, .wrongContents: "try again: the file is fetched anew"
        case .noSpace, .diskFull:
            "make room, or name a folder on another disk in `HF_HUB_CACHE`; `models` shows what takes how much"
        case .cannotWrite(_, EROFS), .cannotWrite(_, EACCES), .cannotWrite(_, EPERM):
            "name a folder that you may write to in `HF_HUB_CACHE`"
        case .notAPipeline: "single files are loaded by their path"
        case .noWeights(_, _, true): "look for a version of the model in safetensors files"
        case .notCached: "`models` lists what is there"
        case .isBeingDownloaded: "end that first"
        case .notAToken: "make one at huggingface.co/settings/tokens"
        default: nil
        }
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case EROFS: "it cannot be changed (a read-only file system)"
        case EACCES, EPERM: "no permission"
        default: String(cString: strerror(code))
        }
    }
}
