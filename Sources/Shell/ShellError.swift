import CommandLanguage
import Diagnostics
package import Generation
import Glibc

/// What the shell cannot do.
package enum ShellError: ExplainedError, Hashable {
    /// There is no setting of this name.
    case unknownSetting(String, nearest: String?)
    /// There is no command or topic of this name.
    case unknownTopic(String, nearest: String?)
    /// The prompt has no text.
    case emptyPrompt
    /// The loaded model does not make such sizes.
    case sizeNotMultiple(ImageSize, of: Int, model: String)
    /// The loaded model makes other sizes.
    case sizeNotMade(ImageSize, made: String, model: String)
    /// The loaded model makes fewer pictures at once.
    case countNotMade(Int, most: Int, model: String)
    /// The loaded model takes other values for a setting.
    case valueNotTaken(String, of: String, taken: [String], model: String)
    /// The loaded model has no such scheduler.
    case unknownScheduler(String, known: [String], model: String)
    /// The loaded model has no size for such a shape.
    case unknownAspect(String, known: [String], model: String)
    /// No picture has been made yet.
    case noPictures(reference: String)
    /// There is no picture of this number.
    case noSuchPicture(reference: String, count: Int)
    /// A picture has no fact of this name.
    case noSuchFact(reference: String, fact: String, known: [String])
    /// A picture stands where a value is wanted.
    case pictureAsValue(reference: String)
    /// A folder to write into is absent.
    case noFolder(String, path: String)
    /// Pictures are written as PNG alone.
    case notPNG(String)
    /// A file of commands cannot be read.
    case cannotRead(path: String, code: Int32)
    /// A file of commands is not text.
    case notText(path: String)
    /// A file has no end, or one that is too far away.
    case tooLong(path: String, limit: Int)
    /// The session cannot be written down.
    case cannotRecord(path: String, code: Int32)
    /// Another shell goes on with the session.
    case sessionInUse(String)
    /// A file or folder of a session cannot be written.
    case cannotWrite(path: String, code: Int32)
    /// There is no session of this name.
    case noSession(String, nearest: String?)
    /// A session that was not saved before is to be saved without a name.
    case noSessionName
    /// There is no line of this number.
    case noSuchCell(Int, count: Int)
    /// Files run files, over and over.
    case tooDeep(String)
    /// This program keeps no models.
    case noModelStore
    /// A line holds a key or token, of which this much may be shown.
    case secret(String)

    package var message: String {
        switch self {
        case .unknownSetting(let name, _): "there is no setting `\(name)`"
        case .unknownTopic(let name, _): "there is no command, setting or topic `\(name)`"
        case .emptyPrompt: "the prompt `\"\"` is empty"
        case .sizeNotMultiple(let size, let multiple, let model):
            "`\(model)` makes pictures whose sides are multiples of \(multiple), not `\(size)`"
        case .sizeNotMade(let size, _, let model): "`\(model)` makes no pictures of `\(size)`"
        case .countNotMade(let count, let most, let model):
            "`\(model)` makes \(most == 1 ? "one picture" : "up to \(most) pictures") at once, not \(count)"
        case .valueNotTaken(let value, let name, _, let model):
            "`\(model)` has no \(name) `\(value)`"
        case .unknownScheduler(let name, _, let model):
            "`\(model)` has no scheduler `\(name)`"
        case .unknownAspect(let name, _, let model):
            "`\(model)` has no size for the shape `\(name)`"
        case .noPictures(let reference):
            "`\(reference)` names no picture, since none has been made yet"
        case .noSuchPicture(let reference, let count):
            count == 1
                ? "`\(reference)` names no picture: there is 1 so far"
                : "`\(reference)` names no picture: there are \(count) so far"
        case .noSuchFact(_, let fact, _): "a picture has no fact `\(fact)`"
        case .pictureAsValue(let reference):
            "`\(reference)` is a picture, where a value is wanted"
        case .noFolder(let folder, let path):
            "cannot write `\(path)`: there is no folder `\(folder)`"
        case .notPNG(let path): "cannot write `\(path)`: pictures are written as PNG files"
        case .cannotRead(let path, let code):
            "cannot read `\(path)`: \(Self.reason(code))"
        case .notText(let path): "cannot read `\(path)`: it is not UTF-8 text"
        case .tooLong(let path, let limit):
            "cannot read `\(path)`: it has more than \(limit >> 20) MiB"
        case .cannotRecord(let path, let code):
            "cannot record this session in `\(path)`: \(Self.reason(code))"
        case .cannotWrite(let path, let code): "cannot write `\(path)`: \(Self.reason(code))"
        case .noSession(let name, _): "there is no session `\(name)`"
        case .noSessionName: "this session has no name yet"
        case .noSuchCell(let number, _): "there is no line \(number) in this session"
        case .tooDeep(let path): "`\(path)` runs files that run files without an end"
        case .sessionInUse(let path): "another shell is writing the session `\(path)`"
        case .noModelStore: "no models are kept here"
        case .secret(let shown):
            "this line holds what looks like a key (`\(shown)`): it was neither run nor kept"
        }
    }

    package var hint: String? {
        switch self {
        case .unknownSetting(_, let nearest):
            nearest.map { "did you mean `\($0)`?" } ?? "`show` lists the settings"
        case .unknownTopic(_, let nearest):
            nearest.map { "did you mean `\($0)`?" } ?? "`help` lists what there is"
        case .emptyPrompt: "say what the picture should show: `gen \"a lion having coffee\"`"
        case .sizeNotMultiple(let size, let multiple, _): size.advice(multiple: multiple)
        case .sizeNotMade(_, let made, _): "it makes \(made)"
        case .countNotMade: "give `gen` again for more"
        case .valueNotTaken(_, _, let taken, _): "it takes \(Self.list(taken))"
        case .unknownScheduler(let name, let known, _):
            nearest(to: name, among: known).map { "did you mean `\($0)`?" }
                ?? "it has \(Self.list(known))"
        case .unknownAspect(_, let known, _):
            "it has sizes for \(Self.list(known)); `set size` takes any other"
        case .noPictures: "make one first: `gen \"a lion having coffee\"`"
        case .noSuchPicture(_, let count):
            count == 1 ? "it is `$1`" : "they are `$1` to `$\(count)`"
        case .noSuchFact(_, let fact, let known):
            nearest(to: fact, among: known).map { "did you mean `\($0)`?" }
                ?? "it has \(Self.list(known))"
        case .pictureAsValue(let reference): "name a fact of it, such as `\(reference).seed`"
        case .noFolder(let folder, _):
            "make the folder first (`mkdir -p \(Word.quoting(folder))`), or name another one"
        case .notPNG: "end the name in `.png`"
        case .cannotRecord:
            "the shell goes on, and keeps trying; `session save PATH` writes the session elsewhere"
        case .noSession(_, let nearest):
            nearest.map { "did you mean `\($0)`?" } ?? "`session list` lists the recorded ones"
        case .noSessionName: "`session save NAME` gives it one"
        case .noSuchCell(_, let count):
            count == 0 ? nil : "they are 1 to \(count); `history` lists them"
        case .cannotWrite, .tooDeep, .noModelStore: nil
        case .sessionInUse: "end that shell first"
        case .secret: "keys belong into the environment, such as `OPENAI_API_KEY` and `HF_TOKEN`"
        case .cannotRead, .notText, .tooLong: nil
        }
    }

    private static func list(_ names: [String]) -> String {
        names.map { "`\($0)`" }.joined(separator: ", ")
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case ENOENT: "there is no such file"
        case EISDIR: "it is a folder"
        case EACCES: "no permission"
        default: String(cString: strerror(code))
        }
    }
}
