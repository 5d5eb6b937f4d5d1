package import CommandLanguage
package import Generation

extension ImageSize: ArgumentValue {
    /// What both sides are a multiple of for every latent diffusion model; a model may ask for more.
    package static let smallestMultiple = 8
    /// The lengths that a side may have.
    package static let sides = 8...8192

    package static var placeholder: String { "WIDTHxHEIGHT" }
    package static var expectation: String {
        "WIDTHxHEIGHT, each a multiple of \(smallestMultiple) "
            + "from \(sides.lowerBound) to \(sides.upperBound)"
    }
    package static var completion: CompletionRule {
        .words(
            ["256x256", "512x512", "768x768", "1024x1024"].map { Completion($0, "square") }
                + [
                    Completion("1216x832", "wide"), Completion("832x1216", "tall"),
                ])
    }

    package init?(argument text: String) {
        guard let size = ImageSize(text), Self.sides.contains(size.width),
            Self.sides.contains(size.height), size.isMultiple(of: Self.smallestMultiple)
        else { return nil }
        self = size
    }

    package static func advice(for text: String) -> String? {
        guard let size = ImageSize(text) else { return "a size is written `512x512`" }
        return size.advice(multiple: smallestMultiple)
    }

    package var text: String { description }

    /// Whether both sides are multiples of `multiple`.
    func isMultiple(of multiple: Int) -> Bool {
        width.isMultiple(of: multiple) && height.isMultiple(of: multiple)
    }

    /// A sentence that names the nearest sizes of which both sides are multiples of `multiple`.
    func advice(multiple: Int) -> String {
        let sizes = nearest(multiple: multiple)
        let names = sizes.map { "`\($0)`" }
        return sizes.count == 1
            ? "the nearest size is \(names[0])"
            : "the nearest sizes are \(names.joined(separator: " and "))"
    }

    /// The nearest sizes below and above of which both sides are multiples of `multiple`; one where they agree.
    package func nearest(multiple: Int) -> [ImageSize] {
        let below = ImageSize(
            width: Self.round(width, to: multiple, up: false),
            height: Self.round(height, to: multiple, up: false))
        let above = ImageSize(
            width: Self.round(width, to: multiple, up: true),
            height: Self.round(height, to: multiple, up: true))
        return below == above ? [below] : [below, above]
    }

    private static func round(_ side: Int, to multiple: Int, up: Bool) -> Int {
        let side = min(max(side, multiple), sides.upperBound / multiple * multiple)
        let below = side / multiple * multiple
        return up && below < side ? below + multiple : below
    }
}
