package import CommandLanguage
import Generation
import Images

/// Compares two pictures.
package struct DiffCommand: Command {
    private static let firstArgument = Argument<PictureSource>(
        "a picture, such as `$3`, or a PNG file", name: "FIRST")
    private static let secondArgument = Argument<PictureSource>(
        "the one to compare it with", name: "SECOND")
    private static let pathArgument = Argument<PNGPath>(
        "a PNG file to write the map of differences to", .optional)

    package static let manual = Manual(
        name: "diff", group: Group.images, summary: "compares two pictures: settings and pixels",
        details: [
            "It lists the settings that differ, and says how far the pixels are apart: in decibels (PSNR; above 35",
            "the eye hardly tells), and how many differ. A map of where they do is shown in the terminal",
            "and, where FILE.png is given, written to that PNG file. A replay does not write it.",
        ],
        arguments: [firstArgument, secondArgument, pathArgument],
        examples: [
            Example("gen \"a fox\"; again steps=8; diff $1 $2", "what more steps change"),
            Example("gen \"a fox\"; again steps=8; diff $1 $2 map.png", "and a file of where"),
        ])

    private let first: Located<PictureSource>
    private let second: Located<PictureSource>
    private let path: Located<PNGPath>?

    package init(_ arguments: Arguments) throws {
        first = try arguments.value(Self.firstArgument)
        second = try arguments.value(Self.secondArgument)
        path = try arguments.optional(Self.pathArgument)
    }

    package func run(in session: Session) throws {
        let (before, after) = (try session.subject(first), try session.subject(second))
        let (old, new) = (try before.pixels(), try after.pixels())
        let changes = Self.changes(before, after)
        guard let difference = ImageDifference(old, new), let map = HeatMap(old, new) else {
            let sizes = [old, new].map { "\($0.width)x\($0.height)" }
            let pixels = Fact("pixels", "\(sizes[0]) and \(sizes[1]) cannot be compared")
            session.console.result(listed(changes + [pixels]))
            if let path { throw MakingError.sizesDiffer(sizes[0], sizes[1]).at(path.span) }
            return
        }
        session.console.result(listed(changes + Self.facts(difference)))
        if difference.differing > 0 {
            let isShown = session.show(map.image)
            if isShown || path != nil { session.console.note("map: \(map.legend)") }
        }
        guard let path else { return }
        try session.write(
            map.image, text: [], to: Located(path.value.path, at: path.span),
            name: "diff-\(Self.slug(before))-\(Self.slug(after))")
    }

    /// The settings that differ, where both are known.
    private static func changes(_ before: PictureSubject, _ after: PictureSubject) -> [Fact] {
        let (old, new) = (before.facts, after.facts)
        if old.isEmpty || new.isEmpty { return [] }
        return FactChange.all(from: old, to: new).compactMap { change in
            let isOptional = optionalNames.contains(change.name)
            guard isOptional || (change.before != nil && change.after != nil) else { return nil }
            return Fact(change.name, "\(text(change.before)) → \(text(change.after))")
        }
    }

    /// Facts whose absence says something: that there is none.
    private static let optionalNames: Set = ["negative", "true_cfg", "magic"]

    private static func text(_ value: String?) -> String {
        value.map { $0.isEmpty ? "\"\"" : $0 } ?? "none"
    }

    private static func facts(_ difference: ImageDifference) -> [Fact] {
        guard difference.differing > 0 else { return [Fact("pixels", "the same")] }
        let share = Double(difference.differing) / Double(max(difference.pixels, 1)) * 100
        return [
            Fact("PSNR", "\(decimals(difference.psnr)) dB"),
            Fact(
                "pixels",
                "\(difference.differing) of \(difference.pixels) differ (\(decimals(share)) %), "
                    + "by at most \(difference.largest) of 255"),
        ]
    }

    private static func slug(_ subject: PictureSubject) -> String {
        subject.picture.map { String($0.number) } ?? Shell.slug(subject.name)
    }
}
