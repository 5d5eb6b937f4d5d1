import Diagnostics
import Glibc

/// What can go wrong with pictures and their files.
package enum ImageError: ExplainedError, Hashable {
    /// The bytes do not begin as a PNG file does.
    case notPNG(bytes: Int)
    /// libpng cannot read the file.
    case damaged(reason: String, bytes: Int)
    /// The library for files of this kind cannot read the file.
    case damagedFile(kind: String, bytes: Int)
    /// The library that reads such files is not on this system.
    case noLibrary(name: String, kind: String, package: String, reason: String)
    /// The file has more pixels than `PNGFile.mostPixels`.
    case tooLarge(width: Int, height: Int)
    /// libpng cannot write the picture.
    case unwritable(reason: String)
    /// A text's name is none that PNG allows.
    case unwritableKeyword(String)
    /// PNG's texts cannot hold U+0000.
    case zeroInText(keyword: String)
    /// What is wrong in the file at a path.
    indirect case inFile(String, ImageError)
    /// The system refused to read a file.
    case cannotRead(path: String, code: Int32)
    /// The system refused to write a file.
    case cannotWrite(path: String, code: Int32)
    /// The file is larger than what is ever read.
    case fileTooLarge(path: String, bytes: Int)

    package var message: String {
        switch self {
        case .notPNG(let bytes):
            "not a PNG file: \(bytes) bytes without PNG's signature"
        case .damaged(let reason, let bytes):
            "the PNG file of \(bytes) bytes is damaged: \(reason)"
        case .damagedFile(let kind, let bytes): "the \(kind) file of \(bytes) bytes is damaged"
        case .noLibrary(let name, let kind, _, let reason):
            "cannot open \(name), which reads \(kind): \(reason)"
        case .tooLarge(let width, let height):
            "a picture of \(width)x\(height) is too large: the limit is \(PNGFile.mostPixels) pixels"
        case .unwritable(let reason):
            "the picture cannot become a PNG file: \(reason)"
        case .unwritableKeyword(let keyword):
            "`\(keyword)` cannot name a text in a PNG file, which takes 1 to 79 Latin-1 characters"
        case .zeroInText(let keyword):
            "the text `\(keyword)` has a character U+0000, which PNG cannot hold"
        case .inFile(let path, let error):
            "cannot read `\(path)`: \(error.message)"
        case .cannotRead(let path, let code):
            "cannot read `\(path)`: \(Self.explain(code, path))"
        case .cannotWrite(let path, let code):
            "cannot write `\(path)`: \(Self.explain(code, path))"
        case .fileTooLarge(let path, let bytes):
            "cannot read `\(path)`: \(bytes) bytes are more than a picture has"
        }
    }

    package var hint: String? {
        switch self {
        case .cannotWrite(let path, let code): Self.hintForWriting(code, path)
        case .inFile(_, let error): error.hint
        case .noLibrary(_, _, let package, _):
            "install the package `\(package)`, or `set format png`"
        default: nil
        }
    }
}

extension ImageError {
    private static func explain(_ code: Int32, _ path: String) -> String {
        switch code {
        case ENOENT: missing(path)
        case EACCES, EPERM: "no permission"
        case ENOSPC, EDQUOT: "the disk is full"
        case EROFS: "its file system is read-only"
        case EISDIR: "it is a folder"
        case ENOTDIR: "a part of the path is a file, not a folder"
        case ENAMETOOLONG: "its name is too long (\(path.utf8.count) bytes)"
        default: String(cString: strerror(code))
        }
    }

    private static func missing(_ path: String) -> String {
        access(folder(of: path), F_OK) == 0
            ? "there is no such file" : "there is no folder `\(folder(of: path))`"
    }

    private static func hintForWriting(_ code: Int32, _ path: String) -> String? {
        switch code {
        case ENOENT: "make the folder first: `!mkdir -p \(folder(of: path))`"
        case EACCES, EPERM, EROFS: "choose a folder that you may write to"
        case ENOSPC, EDQUOT: "free some space, or choose a folder on another disk"
        case EISDIR: "add a file's name: `\(path)\(path.hasSuffix("/") ? "" : "/")picture.png`"
        default: nil
        }
    }
}
