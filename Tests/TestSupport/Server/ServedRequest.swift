/// A request that came to a test's server.
package struct ServedRequest: Sendable {
    /// "GET" and the like.
    package var method: String
    /// The path with its query, as it was sent.
    package var target: String
    /// The head's fields, in their order, names in lower case.
    package var fields: [(name: String, value: String)]
    /// What came after the head.
    package var body: [UInt8] = []

    /// The path without its query.
    package var path: String { String(target.prefix { $0 != "?" }) }

    /// The query, after its question mark; empty where there is none.
    package var query: String { String(target.drop { $0 != "?" }.dropFirst()) }

    /// The value of the first field with this name, in lower case.
    package subscript(field: String) -> String? { fields.first { $0.name == field }?.value }

    /// The body as a text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// Reads a head; nil where it is none.
    init?(head: String) {
        var lines = head.split(separator: "\r\n", omittingEmptySubsequences: false).makeIterator()
        let words = lines.next()?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        method = String(words[0])
        target = String(words[1])
        fields = []
        while let line = lines.next() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            fields.append((line[..<colon].lowercased(), String(value)))
        }
    }

    /// The parts of a form of the type `multipart/form-data`; empty where it is none.
    package var form: [ServedPart] {
        guard let type = self["content-type"], type.hasPrefix("multipart/form-data"),
            let boundary = type.split(separator: "boundary=").last
        else { return [] }
        let mark = Array("--\(boundary)".utf8)
        return body.split(separator: mark).compactMap { ServedPart(Array($0)) }
    }
}

/// A part of a form that came to a test's server.
package struct ServedPart: Sendable, Equatable {
    /// The field's name.
    package var name: String
    /// The file's name; nil for a plain field.
    package var fileName: String?
    /// The media type; nil where none was sent.
    package var mediaType: String?
    /// What the field holds.
    package var content: [UInt8]

    /// The content as a text.
    package var text: String { String(decoding: content, as: UTF8.self) }

    /// Reads what stands between two boundaries, their line ends included.
    init?(_ bytes: [UInt8]) {
        let halves = bytes.split(separator: Array("\r\n\r\n".utf8), maxSplits: 1)
        guard halves.count == 2 else { return nil }
        let head = String(decoding: halves[0], as: UTF8.self)
        content = Array(halves[1].dropLast(2))
        guard let name = Self.parameter("name", in: head) else { return nil }
        self.name = name
        fileName = Self.parameter("filename", in: head)
        for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("content-type:")
        {
            mediaType = String(line.dropFirst(13).drop { $0 == " " })
        }
    }

    private static func parameter(_ name: String, in head: String) -> String? {
        head.split(separator: "; \(name)=\"").dropFirst().first.map {
            String($0.prefix { $0 != "\"" })
        }
    }
}
