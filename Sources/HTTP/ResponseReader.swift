/// Reads an answer's head line by line, past the interim answers before it.
struct ResponseReader {
    private(set) var response: HTTPResponse
    /// Whether the whole head was read.
    private(set) var isComplete = false

    /// A reader of what this address answers.
    init(url: String) {
        response = HTTPResponse(status: 0, fields: [:], url: url)
    }

    /// Takes a line, with its end.
    mutating func take(_ line: UnsafeRawBufferPointer) {
        let text = String(decoding: line, as: UTF8.self)
        let content = text.prefix { $0 != "\r\n" && $0 != "\n" && $0 != "\r" }
        if content.hasPrefix("HTTP/") {
            // A new head: one after "100 Continue", say, replaces it.
            response.fields = [:]
            response.status =
                content.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            isComplete = false
        } else if content.isEmpty {
            isComplete = response.status >= 200
        } else if let colon = content.firstIndex(of: ":") {
            let value = content[content.index(after: colon)...]
            response.fields.append(String(content[..<colon]), trimmed(value))
        }
    }

    private func trimmed(_ text: Substring) -> String {
        let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = text.drop(while: blank)
        return String(start.reversed().drop(while: blank).reversed())
    }
}
