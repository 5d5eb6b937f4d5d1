import Glibc

/// Where lines of commands come from, one after the other.
@MainActor
package protocol LineSource {
    /// What the lines are called in an error; nil where that is plain to see.
    var name: String? { get }
    /// The next line, without its end; nil at the end.
    mutating func next() -> String?
}

/// The lines of a text that is there as a whole.
package struct TextLines: LineSource {
    package let name: String?
    private var lines: ArraySlice<Substring>

    /// The lines of `text`, called `name`.
    package init(_ text: String, name: String? = nil) {
        self.name = name
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }[...]
        // The text's last line end opens no line of its own.
        if lines.last?.isEmpty == true { lines.removeLast() }
    }

    package mutating func next() -> String? {
        lines.popFirst().map(String.init)
    }
}

/// The lines of standard input, as they come.
package struct InputLines: LineSource {
    package let name: String? = nil

    package mutating func next() -> String? {
        readLine(strippingNewline: true)
    }
}

/// The names of what is in the folder at `path`, in no order; none where it cannot be read.
func fileNames(in path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names
}

/// The text of the file at `path`.
package func text(ofFile path: String) throws(ShellError) -> String {
    guard let text = String(validating: try bytes(ofFile: path), as: UTF8.self) else {
        throw .notText(path: path)
    }
    return text
}

/// What is in the file at `path`, which may be a device without end: 256 MiB are enough for any session or picture.
func bytes(ofFile path: String) throws(ShellError) -> [UInt8] {
    let limit = 1 << 28
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .cannotRead(path: path, code: errno) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(file, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        if count < 0 { throw .cannotRead(path: path, code: errno) }
        if count == 0 { break }
        guard count <= limit - bytes.count else { throw .tooLong(path: path, limit: limit) }
        bytes += buffer[..<count]
    }
    return bytes
}
