package import CommandLanguage
import Generation

/// Checks that a picture is what it should be.
package struct ExpectCommand: Command {
    private static let imageArgument = Argument<ImageReference>(
        "the picture; by default the latest", .optional)
    private static let facts: [any FactOption] = [
        Option<PromptText>("prompt", "what the picture was to show"),
        Option<PromptText>("negative", "what it was not to show"),
        Option<DrawnSeed>("seed", "where its noise is from"),
        Option<StepCount>("steps", "how many steps were made"),
        Option<Guidance>("guidance", "how strongly the prompt was followed"),
        Option<SchedulerName>("scheduler", "the scheduler that was asked for"),
        Option<ImageSize>("size", "its size in pixels"),
        Option<AnyText>("model", "the model that made it"),
        Option<Precision>("precision", "the arithmetic's precision"),
        Option<DeviceName>("device", "where the model ran"),
    ]
    private static let pixelsOption = Option<PixelDigest>(
        "pixels", "the digest of its pixels, or how that begins; it holds for one kind of processor"
    )
    private static let sameOption = Option<ImageReference>(
        "same", "a picture that has the same pixels")
    private static let closeOption = Option<ImageReference>(
        "close", "a picture that looks the same, at 35 dB or more")
    private static let differentOption = Option<ImageReference>(
        "different", "a picture that looks different, at less than 35 dB")
    private static let decibelsOption = Option<Decibels>(
        "psnr", "another number of decibels for `close` and `different`")
    private static let countOption = Option<PictureCount>(
        "count", "how many pictures there are so far")

    package static let manual = Manual(
        name: "expect", group: Group.lessons, summary: "checks that a picture is what it should be",
        details: [
            "Where something is not as it is expected, the command fails and says what was expected and what is.",
            "So a lesson, or any session, checks itself. How like each other two pictures are is measured in",
            "decibels (PSNR): above 35 the eye hardly tells them apart, below 20 they are plainly different.",
        ],
        arguments: [imageArgument],
        options: (facts as [any OptionDeclaration]) + [
            pixelsOption, sameOption, closeOption, differentOption, decibelsOption, countOption,
        ],
        examples: [
            Example("gen \"a fox\" seed=7; expect seed=7 count=1", "about the latest picture"),
            Example(
                "gen \"a fox\" seed=7; gen \"a fox\" seed=7; expect $2 same=$1",
                "the same seed gives the same pixels"),
            Example(
                "gen \"a fox\"; gen \"a wolf\"; expect $2 different=$1 psnr=25",
                "clearly another picture"),
        ])

    private let image: Located<ImageReference>?
    private let expectations: [Located<Expectation>]

    package init(_ arguments: Arguments) throws {
        image = try arguments.optional(Self.imageArgument)
        let decibels = try arguments.value(Self.decibelsOption)
        let bar = decibels?.value ?? .close
        var expectations = try Self.facts.compactMap { try $0.expectation(in: arguments) }
        func add<Value>(_ option: Option<Value>, _ make: (Value) -> Expectation) throws {
            guard let value = try arguments.value(option) else { return }
            expectations.append(Located(make(value.value), at: value.span))
        }
        try add(Self.pixelsOption) { .pixels($0) }
        try add(Self.sameOption) { .same($0) }
        try add(Self.closeOption) { .close($0, bar) }
        try add(Self.differentOption) { .different($0, bar) }
        try add(Self.countOption) { .count($0.number) }
        if expectations.isEmpty { try arguments.refuseAbsence(of: "key=value") }
        if let decibels, !expectations.contains(where: \.value.isMeasured) {
            throw ExpectationError.nothingToMeasure.at(decibels.span)
        }
        self.expectations = expectations
    }

    package func run(in session: Session) throws {
        var found: [String] = []
        for expectation in expectations {
            found.append(
                try located(expectation.span) {
                    try expectation.value.check(image, in: session)
                })
        }
        session.console.note("as expected: \(found.joined(separator: ", "))")
    }
}

/// An option that names a fact of a picture.
private protocol FactOption: OptionDeclaration {
    /// What is expected of the fact; nil where nothing is.
    func expectation(in arguments: Arguments) throws -> Located<Expectation>?
}

extension Option: FactOption {
    fileprivate func expectation(in arguments: Arguments) throws -> Located<Expectation>? {
        try arguments.value(self).map {
            Located(.fact(name: name, text: $0.value.text), at: $0.span)
        }
    }
}
