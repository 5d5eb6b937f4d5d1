/// A size that a model makes well, by the name of its sides' ratio.
package struct AspectRatio: Hashable, Sendable {
    /// The ratio, width first (`16:9`).
    package var name: String
    /// The size in pixels.
    package var size: ImageSize

    /// The size `size` under the name `name`.
    package init(name: String, size: ImageSize) {
        self.name = name
        self.size = size
    }
}
