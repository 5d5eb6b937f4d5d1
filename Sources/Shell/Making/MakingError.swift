import CommandLanguage
import Diagnostics

/// What cannot be made of pictures, or with them.
package enum MakingError: ExplainedError, Hashable {
    /// No picture has been made yet.
    case noPicture
    /// A picture is to be made again, and its prompt is not known.
    case noPrompt(String)
    /// A file does not tell how its picture was made.
    case noOrigin(file: String)
    /// There is no file of this name.
    case noFile(String)
    /// The loaded model makes pictures from nothing alone.
    case noEdits(model: String)
    /// What a picture was made of is not here.
    case noSource(String, option: String)
    /// No setting of a sweep has several values.
    case noAxis
    /// A sweep would make more pictures than are allowed; nil where they are too many to count.
    case tooMany(Int?, most: Int)
    /// A text looks like a range of numbers, and is none.
    case malformedRange(String)
    /// The loaded model makes the same picture whatever a setting's value.
    case ignoredAxis(String, model: String)
    /// `random` is one of several seeds.
    case randomAmongSeeds
    /// Size and shape are both to be swept over, or one of them with the other given.
    case sizeAndAspect
    /// A prompt stands by itself and as an option, too.
    case promptTwice
    /// Several pictures are to be written to one file.
    case severalInOneFile(String, count: Int, path: String)
    /// Pictures of different sizes cannot be compared.
    case sizesDiffer(String, String)

    package var message: String {
        switch self {
        case .noPicture: "there is no picture yet"
        case .noPrompt(let name): "`\(name)` does not tell its prompt"
        case .noOrigin(let file): "`\(file)` does not tell how it was made"
        case .noFile(let file): "cannot read `\(file)`: there is no such file"
        case .noEdits(let model): "`\(model)` changes no pictures that it is given"
        case .noSource(let name, let option):
            "it was made with the \(option) `\(name)`, which is not known here"
        case .noAxis: "`sweep` needs a setting with several values"
        case .tooMany(let count?, let most):
            "this asks for \(count) pictures, and a sweep makes at most \(most)"
        case .tooMany(nil, let most):
            "this asks for more pictures than can be counted, and a sweep makes at most \(most)"
        case .malformedRange(let text): "`\(text)` is no range of numbers"
        case .ignoredAxis(let setting, let model):
            "`\(model)` ignores `\(setting)`: it would make the same picture for each value"
        case .randomAmongSeeds: "`random` cannot be one of several seeds"
        case .sizeAndAspect: "`size` and `aspect` both say how large a picture is"
        case .promptTwice: "the prompt stands here twice"
        case .severalInOneFile(_, let count, let path):
            "\(count) pictures cannot be written to the one file `\(path)`"
        case .sizesDiffer(let first, let second):
            "pictures of \(first) and \(second) cannot be compared pixel by pixel"
        }
    }

    package var hint: String? {
        switch self {
        case .noEdits: "the models of OpenAI do: `load gpt-image`"
        case .noSource(_, let option): "name it: `\(option)=…`"
        case .noPicture: "make one first: `gen \"a lion having coffee\"`"
        case .noPrompt(let name):
            "give one: `again \(name.hasPrefix("$") ? name : Word.quoting(name)) prompt=\"…\"`"
        case .noOrigin(let file): "`info \(Word.quoting(file))` tells what it holds"
        case .noFile(let file):
            ImageReference.advice(for: file)
                ?? (file.lowercased().hasSuffix(".png")
                    ? nil : "a picture is `$3` or a PNG file; a prompt is `prompt=\"…\"`")
        case .noAxis:
            "values stand with commas between them, `steps=4,8,16`, or as a range, `seed=1..4`"
        case .tooMany: "leave values out, or make a range's steps larger: `steps=4..40+12`"
        case .malformedRange: "ranges are written `1..4`, or `1..10+3` in steps of 3"
        case .ignoredAxis: nil
        case .randomAmongSeeds: "name the seeds: `seed=1..4`"
        case .sizeAndAspect: "leave one of them out"
        case .promptTwice: "leave one out, or give both as `prompt=\"…\",\"…\"`"
        case .severalInOneFile(let images, _, let path):
            "name a folder, or put them on one sheet: `grid \(images) \(Word.quoting(path))`"
        case .sizesDiffer: nil
        }
    }
}
