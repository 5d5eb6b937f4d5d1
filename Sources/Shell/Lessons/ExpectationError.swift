import CommandLanguage
import Diagnostics
package import Generation

/// What is not as it was expected; pictures are named as in `$3`.
package enum ExpectationError: ExplainedError, Hashable {
    /// A fact has another value, or none.
    case otherFact(String, String, expected: String, actual: String?)
    /// The pixels have another digest.
    case otherPixels(String, expected: String, actual: String)
    /// Two pictures have not the same pixels; with how like each other they are, in decibels.
    case notSame(String, String, Double?)
    /// Two pictures are too little alike.
    case notClose(String, String, Double, least: String)
    /// Two pictures are too much alike.
    case notDifferent(String, String, Double, below: String)
    /// Pictures of two sizes were to be close.
    case sizesDiffer(String, ImageSize, String, ImageSize)
    /// There is another number of pictures.
    case wrongCount(expected: Int, actual: Int)
    /// A number of decibels is given, and nothing that goes by it.
    case nothingToMeasure

    package var message: String {
        switch self {
        case .otherFact(let picture, let fact, let expected, let actual?):
            "expected \(fact) \(Word.quoting(expected)), and `\(picture)` has "
                + Word.quoting(actual)
        case .otherFact(let picture, let fact, let expected, nil):
            "expected \(fact) \(Word.quoting(expected)), and `\(picture)` has none"
        case .otherPixels(let picture, let expected, let actual):
            "expected pixels \(expected), and `\(picture)` has \(actual)"
        case .notSame(let picture, let other, let psnr):
            "expected the pixels of `\(other)`, and `\(picture)` has others"
                + (psnr.map { " (\(decimals($0)) dB)" } ?? "")
        case .notClose(let picture, let other, let psnr, let least):
            "expected at least \(least) dB between `\(other)` and `\(picture)`, "
                + "and they have \(decimals(psnr)) dB"
        case .notDifferent(let picture, let other, let psnr, let below):
            psnr.isFinite
                ? "expected less than \(below) dB between `\(other)` and `\(picture)`, "
                    + "and they have \(decimals(psnr)) dB"
                : "expected a difference between `\(other)` and `\(picture)`, "
                    + "and they have the same pixels"
        case .sizesDiffer(let picture, let size, let other, let otherSize):
            "expected `\(picture)` to be close to `\(other)`, "
                + "and they are of \(size) and \(otherSize)"
        case .wrongCount(let expected, let actual):
            "expected \(count(expected, "picture")), and there \(actual == 1 ? "is" : "are") \(actual)"
        case .nothingToMeasure: "`psnr` is given, and neither `close` nor `different`"
        }
    }

    package var hint: String? {
        switch self {
        case .nothingToMeasure: "name the other picture: `expect $2 close=$1 psnr=40`"
        case .otherFact, .otherPixels, .notSame, .notClose, .notDifferent, .sizesDiffer,
            .wrongCount:
            nil
        }
    }
}
