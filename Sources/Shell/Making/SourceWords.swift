import CommandLanguage
import Generation

/// The pictures that a picture is to be made of, as options of a command.
struct SourceWords {
    private static let imageOption = Option<PictureSource>(
        "image", "a picture to change, such as `$3`, or a file; for models that can")
    private static let maskOption = Option<FilePath>(
        "mask", "a PNG file that is transparent where that picture is to be changed")

    /// The options, for a manual.
    static let options: [any OptionDeclaration] = [imageOption, maskOption]
    /// Their keys, which name no settings.
    static let names = Set(options.map(\.name))

    private let image: Located<PictureSource>?
    private let mask: Located<FilePath>?

    /// Reads the options of a command that has these in its manual.
    init(_ arguments: Arguments) throws {
        image = try arguments.value(Self.imageOption)
        mask = try arguments.value(Self.maskOption)
    }

    /// Adds them to a request for `engine`, which may not take any.
    @MainActor
    func add(to request: inout ImageRequest, for engine: any Engine, in session: Session) throws {
        guard let span = image?.span ?? mask?.span else { return }
        guard engine.settings.takesImages else {
            throw MakingError.noEdits(model: engine.identity.model).at(span)
        }
        request.image = try image.map { try source($0, in: session) }
        request.mask = mask.map {
            SourceImage(
                name: Self.name(of: $0.value.text), content: .file(path: $0.value.path))
        }
    }

    /// Adds what a picture that is made again was made of, where nothing else is named; `isOwn` says that it is one of the session.
    ///
    /// A picture that is not here is an error: without it another picture would be made, and paid for.
    @MainActor
    func restore(
        _ recipe: Recipe, isOwn: Bool, to request: inout ImageRequest, for engine: any Engine,
        in session: Session
    ) throws {
        guard image == nil, let name = recipe.image else { return }
        guard engine.settings.takesImages else {
            return session.console.note("it was made of `\(name)`, which is left out")
        }
        if mask == nil, let mask = recipe.mask { throw MakingError.noSource(mask, option: "mask") }
        guard isOwn, let reference = ImageReference(argument: name),
            let picture = try? session.picture(reference)
        else { throw MakingError.noSource(name, option: "image") }
        request.image = SourceImage(name: name, content: .pixels(try picture.pixels()))
    }

    @MainActor
    private func source(
        _ word: Located<PictureSource>, in session: Session
    ) throws -> SourceImage {
        try located(word.span) {
            switch word.value {
            case .session(let reference):
                let picture = try session.picture(reference)
                return SourceImage(
                    name: "$\(picture.number)", content: .pixels(try picture.pixels()))
            case .file(let path):
                return SourceImage(name: Self.name(of: path.text), content: .file(path: path.path))
            }
        }
    }

    /// A file's name without its folders, which are nobody's business.
    private static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
