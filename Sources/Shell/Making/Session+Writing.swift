import CommandLanguage
import Glibc
import Images

extension Session {
    /// Writes a picture to the PNG file that `target` means, which may be a folder for a file called `name`, and says so.
    func write(
        _ image: RGBImage, text: [PNGText], to target: Located<FilePath>, name: String
    ) throws {
        guard writesFiles else {
            return console.note("`\(target.value.text)` is not written in a replay")
        }
        let (isReplaced, file) = try located(target.span) {
            let file = try Self.file(target.value, name: name)
            let isThere = access(file.path, F_OK) == 0
            try PNGFile.write(image, text: text, to: file.path)
            return (isThere, file)
        }
        let link = console.link(file.text, to: file.path)
        console.result("\(isReplaced ? "replaced" : "saved") \(link)")
    }

    /// The file that is meant by `target`; an absent ending is added.
    private static func file(_ target: FilePath, name: String) throws(ShellError) -> FilePath {
        if target.isFolder {
            let folder = target.text.hasSuffix("/") ? target.text : target.text + "/"
            let file = name.lowercased().hasSuffix(".png") ? name : name + ".png"
            return try checked(target.text == "." ? file : folder + file, typed: target.text)
        }
        let last = target.text.split(separator: "/").last ?? ""
        if last.lowercased().hasSuffix(".png") {
            return try checked(target.text, typed: target.text)
        }
        guard !last.contains(".") else { throw .notPNG(target.text) }
        return try checked(target.text + ".png", typed: target.text)
    }

    /// The path `text`, whose folder must be there.
    private static func checked(_ text: String, typed: String) throws(ShellError) -> FilePath {
        guard let file = FilePath(argument: text) else { throw .notPNG(text) }
        guard let slash = text.lastIndex(of: "/"), slash != text.startIndex else { return file }
        let folder = String(text[..<slash])
        guard let path = FilePath(argument: folder)?.path, SessionVocabulary.isFolder(path) else {
            throw .noFolder(folder, path: typed)
        }
        return file
    }
}
