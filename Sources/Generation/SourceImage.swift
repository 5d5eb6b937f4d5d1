package import Images

/// A picture that a request begins with: one to change, or a mask that says where.
package struct SourceImage: Hashable, Codable, Sendable {
    /// Where its bytes are.
    package enum Content: Hashable, Sendable {
        /// These pixels.
        case pixels(RGBImage)
        /// A file.
        case file(path: String)
    }

    /// What it is called (`$3`, `lion.png`), without the folders that lead to it.
    package var name: String
    /// What it is; nil in what was read from a record, which has its name alone.
    package var content: Content?

    private enum CodingKeys: CodingKey {
        case name
    }

    /// A picture of the given name and content.
    package init(name: String, content: Content?) {
        self.name = name
        self.content = content
    }
}
