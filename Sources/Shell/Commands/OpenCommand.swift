package import CommandLanguage
import Generation
import Glibc
import Images

/// Shows a picture in a window of the desktop.
package struct OpenCommand: Command {
    private static let imageArgument = Argument<ImageReference>(
        "the picture, such as `$3`; by default the latest", .optional)

    package static let manual = Manual(
        name: "open", group: Group.images, summary: "shows a picture in a window of the desktop",
        role: .output,
        details: [
            "It asks the desktop (`xdg-open`) for the program that shows PNG files. The window stays when",
            "the shell ends.",
        ],
        arguments: [imageArgument],
        examples: [Example("gen \"a fox\"; open", "the latest picture")])

    private let image: Located<ImageReference>?

    package init(_ arguments: Arguments) throws {
        image = try arguments.optional(Self.imageArgument)
    }

    package func run(in session: Session) async throws {
        let picture = try session.picture(image)
        let viewer = try DesktopViewer(session.environment)
        try await viewer.open(try picture.path ?? Self.writeTemporary(picture, session))
        session.console.note("opened $\(picture.number)")
    }

    /// Writes a picture that has no file to a folder that only this user can read; it stays for the viewer.
    @MainActor
    private static func writeTemporary(_ picture: Picture, _ session: Session) throws -> String {
        let base = session.environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        var template = Array("\(base)/easel-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw ShellError.cannotWrite(path: base, code: errno)
        }
        let folder = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
        let path = "\(folder)/\(slug(picture.record.request.prompt))-\(picture.number).png"
        try PNGFile.write(try picture.pixels(), text: try picture.record.pngText(), to: path)
        return path
    }
}
