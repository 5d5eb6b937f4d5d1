/// The sizes of a tensor's dimensions, outermost first.
package struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// The sizes.
    package let sizes: [Int]

    /// A shape of the given sizes.
    package init(_ sizes: [Int]) {
        self.sizes = sizes
    }

    package init(arrayLiteral elements: Int...) {
        self.init(elements)
    }

    /// How many dimensions there are.
    package var rank: Int { sizes.count }

    /// How many elements a tensor of this shape has.
    package var count: Int { sizes.reduce(1, *) }

    /// The innermost size: the channels of a channels-last tensor.
    package var last: Int { sizes[sizes.count - 1] }

    /// How many rows of `last` elements there are.
    package var rows: Int { sizes.dropLast().reduce(1, *) }

    /// The size of dimension `index`; negative ones count from the innermost, -1.
    package subscript(_ index: Int) -> Int {
        sizes[index < 0 ? sizes.count + index : index]
    }

    /// This shape with another innermost size.
    package func replacingLast(_ size: Int) -> Shape {
        Shape(sizes.dropLast() + [size])
    }

    package var description: String {
        "[" + sizes.map(String.init).joined(separator: ", ") + "]"
    }
}
