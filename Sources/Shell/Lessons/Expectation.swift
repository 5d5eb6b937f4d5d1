import CommandLanguage
import Generation
import Images

/// Something that is to be true of a picture, or of the session.
enum Expectation: Hashable {
    /// A fact of the picture has this text.
    case fact(name: String, text: String)
    /// Its pixels have this digest.
    case pixels(PixelDigest)
    /// It has the same pixels as another.
    case same(ImageReference)
    /// It is as like another as this, or more.
    case close(ImageReference, Decibels)
    /// It is less like another than this.
    case different(ImageReference, Decibels)
    /// There are so many pictures.
    case count(Int)

    /// Whether it goes by a number of decibels.
    var isMeasured: Bool {
        switch self {
        case .close, .different: true
        case .fact, .pixels, .same, .count: false
        }
    }

    /// Checks it, of `image` or else the latest picture; gives what was found in a few words.
    @MainActor
    func check(_ image: Located<ImageReference>?, in session: Session) throws -> String {
        switch self {
        case .fact(let name, let text): try session.picture(image).check(name, text)
        case .pixels(let digest): try session.picture(image).check(digest)
        case .same(let other):
            try session.picture(image).checkSame(as: session.picture(other))
        case .close(let other, let bar):
            try session.picture(image).checkClose(to: session.picture(other), bar)
        case .different(let other, let bar):
            try session.picture(image).checkDifferent(from: session.picture(other), bar)
        case .count(let expected): try session.check(count: expected)
        }
    }
}

extension Session {
    fileprivate func check(count expected: Int) throws -> String {
        guard pictures.count == expected else {
            throw ExpectationError.wrongCount(expected: expected, actual: pictures.count)
        }
        return count(expected, "picture")
    }
}

extension Picture {
    private var name: String { "$\(number)" }

    fileprivate func check(_ fact: String, _ expected: String) throws -> String {
        let actual = facts.first { $0.name == fact }?.text
        guard actual == expected else {
            throw ExpectationError.otherFact(name, fact, expected: expected, actual: actual)
        }
        return "\(fact) \(Word.quoting(expected))"
    }

    fileprivate func check(_ digest: PixelDigest) throws -> String {
        guard record.pixels.hasPrefix(digest.text) else {
            throw ExpectationError.otherPixels(name, expected: digest.text, actual: record.pixels)
        }
        return "pixels \(digest.text)"
    }

    fileprivate func checkSame(as other: Picture) throws -> String {
        guard record.pixels == other.record.pixels else {
            throw ExpectationError.notSame(name, other.name, try psnr(beside: other))
        }
        return "the same pixels as \(other.name)"
    }

    fileprivate func checkClose(to other: Picture, _ bar: Decibels) throws -> String {
        guard let psnr = try psnr(beside: other) else {
            throw ExpectationError.sizesDiffer(
                name, record.request.size, other.name, other.record.request.size)
        }
        guard psnr >= bar.number else {
            throw ExpectationError.notClose(name, other.name, psnr, least: bar.text)
        }
        return "close to \(other.name)" + Self.measured(psnr)
    }

    fileprivate func checkDifferent(from other: Picture, _ bar: Decibels) throws -> String {
        let psnr = try psnr(beside: other)
        if let psnr, psnr >= bar.number {
            throw ExpectationError.notDifferent(name, other.name, psnr, below: bar.text)
        }
        return "different from \(other.name)" + Self.measured(psnr)
    }

    /// How like `other` it is, in decibels; nil where the sizes differ.
    private func psnr(beside other: Picture) throws -> Double? {
        ImageDifference(try pixels(), try other.pixels())?.psnr
    }

    private static func measured(_ psnr: Double?) -> String {
        guard let psnr, psnr.isFinite else { return "" }
        return " (\(decimals(psnr)) dB)"
    }
}
