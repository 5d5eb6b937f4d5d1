import Glibc
import Images

/// Writes a session as Markdown of GitHub's flavor, with its pictures as files in a folder beside it.
///
/// The folder is not that of a session file of the same name: that one's pictures may be the only copies.
struct MarkdownExporter: SessionExporter {
    private let folder: String

    /// An exporter to the file at `path`.
    init(path: String) {
        folder = Self.folder(of: path)
    }

    /// The folder of the pictures of the file at `path`.
    static func folder(of path: String) -> String {
        path.dropLast(ExportFormat.markdown.rawValue.count) + "_files"
    }

    func write(
        _ session: ExportedSession, to file: AtomicFileWriter, _ pictures: StoredPictures
    ) throws {
        if !session.pictures.isEmpty, mkdir(folder, 0o777) != 0, errno != EEXIST {
            throw ShellError.cannotWrite(path: folder, code: errno)
        }
        try file.append("# \(Self.escaped(session.title))\n")
        var names: Set<String> = []
        for part in session.parts {
            switch part {
            case .prose(let lines):
                try file.append("\n" + lines.map(plainMarkdown).joined(separator: "\n") + "\n")
            case .cell(let cell):
                try file.append("\n" + Self.fence(cell.source, "easel"))
                for output in cell.outputs {
                    try write(output, to: file, pictures, &names)
                }
            }
        }
    }

    private func write(
        _ output: ExportedCell.Output, to file: AtomicFileWriter, _ pictures: StoredPictures,
        _ names: inout Set<String>
    ) throws {
        switch output {
        case .text(let text): try file.append("\n" + Self.fence(text, "text"))
        case .failure(let kind, let message):
            let line = ExportedCell.Output.line(ofFailure: kind, message)
            try file.append("\n" + Self.fence(line, "text"))
        case .picture(let picture):
            try file.append("\n" + Self.fence(picture.line, "text"))
            guard let png = try pictures.png(picture) else { return }
            let name = Self.name(of: picture, &names)
            try AtomicFile.write(png, to: "\(folder)/\(name)")
            let link = (folder.split(separator: "/").last ?? "") + "/" + name
            let alt = Self.escaped(picture.prompt)
            try file.append("\n![\(alt)](\(Self.address(link)))\n")
        }
    }

    /// The name of a picture's file, and of no other's: numbers may stand twice where files were put together.
    private static func name(of picture: ExportedPicture, _ names: inout Set<String>) -> String {
        let stem = "\(slug(picture.prompt))-\(picture.number)"
        var name = stem + ".png"
        var count = 1
        while !names.insert(name).inserted {
            count += 1
            name = "\(stem)-\(count).png"
        }
        return name
    }

    /// A block of `text` as it is, between fences that are longer than any in it.
    static func fence(_ text: String, _ language: String) -> String {
        var (run, longest) = (0, 2)
        for scalar in text.unicodeScalars {
            run = scalar == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence)\(language)\n\(text)\n\(fence)\n"
    }

    /// `text` on one line, in which nothing is markup.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in visible(text).unicodeScalars {
            switch scalar {
            case "\n", "\t": result += " "
            case "\\", "`", "*", "_", "[", "]", "<", ">", "&", "~", "|", "#", "!", "$":
                result += "\\"
                result.unicodeScalars.append(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A relative link to `path`.
    static func address(_ path: String) -> String {
        var result = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "/"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return result
    }
}
