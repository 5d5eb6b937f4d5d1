import Generation
import Images

/// What a picture that was made again is beside the recorded one.
struct Verdict: Equatable {
    /// How alike they are.
    enum Likeness: Equatable {
        /// The same pixels.
        case exact
        /// Apart by no more than another machine's rounding; in decibels.
        case close(Double)
        /// Apart, in decibels where the recorded picture is there.
        case different(Double?)
        /// It was not made again, for this reason; whether a replay is right to leave it.
        case cannot(String, isExpected: Bool)
    }

    /// From how many decibels on pictures are close.
    static let closeness = 35.0

    /// How alike they are.
    let likeness: Likeness
    /// The recorded fact that differs first, with what it was and what it is; nil where none does.
    let cause: Difference?

    /// A recorded fact that differs.
    struct Difference: Equatable {
        /// The fact's name.
        let name: String
        /// What is recorded.
        let recorded: String
        /// What it is now.
        let present: String
    }

    /// A picture that was not made again.
    static func cannot(_ reason: String, isExpected: Bool = false) -> Verdict {
        Verdict(likeness: .cannot(reason, isExpected: isExpected), cause: nil)
    }

    /// Compares a picture with the recorded one, whose pixels `stored` gives where they are there.
    init(_ made: Picture, recorded: ImageRecord, stored: RGBImage?) {
        cause = Self.firstDifference(recorded.picture, made.record)
        if made.record.pixels == recorded.picture.pixels {
            likeness = .exact
            return
        }
        // A stored picture that is not the recorded one says nothing.
        guard let stored, stored.pixelHash == recorded.picture.pixels,
            let pixels = try? made.pixels(),
            let difference = ImageDifference(stored, pixels)
        else {
            likeness = .different(nil)
            return
        }
        let psnr = difference.psnr
        likeness = psnr >= Self.closeness ? .close(psnr) : .different(psnr)
    }

    private init(likeness: Likeness, cause: Difference?) {
        self.likeness = likeness
        self.cause = cause
    }

    /// The verdict's word.
    var word: String {
        switch likeness {
        case .exact: "EXACT"
        case .close: "CLOSE"
        case .different: "DIFFERENT"
        case .cannot: "CANNOT"
        }
    }

    /// Whether the replay did not do what the record says.
    var isFailure: Bool {
        switch likeness {
        case .exact, .close: false
        case .different: true
        case .cannot(_, let isExpected): !isExpected
        }
    }

    /// The verdict in a line.
    var text: String {
        var parts = [word]
        switch likeness {
        case .close(let psnr), .different(let psnr?): parts[0] += " \(decimals(psnr)) dB"
        case .cannot(let reason, _): parts.append(reason)
        case .exact, .different(nil): break
        }
        if let cause {
            parts.append("\(cause.name): recorded \(cause.recorded), now \(cause.present)")
        } else if case .different = likeness {
            parts.append("no recorded fact differs")
        }
        return parts.joined(separator: " · ")
    }

    /// The first fact of two records that differs; what a record does not say is not compared.
    private static func firstDifference(
        _ recorded: PictureRecord, _ made: PictureRecord
    ) -> Difference? {
        zip(facts(recorded), facts(made)).lazy
            .filter { !$0.1.isEmpty && $0.1 != $1.1 }
            .map { Difference(name: $0.0, recorded: $0.1, present: $1.1.isEmpty ? "none" : $1.1) }
            .first
    }

    /// The facts that determine pixels, in the order in which they explain a difference.
    private static func facts(_ record: PictureRecord) -> [(String, String)] {
        let (engine, request) = (record.engine, record.request)
        return [
            ("model", engine.model), ("revision", engine.revision ?? ""),
            ("weights", engine.weights ?? ""),
            ("precision", engine.precision), ("device", engine.device),
            ("seed", String(request.seed)), ("size", request.size.description),
            ("prompt", request.prompt), ("negative", request.negative ?? ""),
            ("steps", String(request.steps)),
            ("guidance", Guidance(scale: request.guidance).text),
            ("scheduler", record.scheduler), ("arithmetic", engine.arithmetic),
            ("easel", record.easel),
        ]
    }
}
