import Images

/// A picture seen from afar: the mean colours of its square tiles.
struct Mosaic {
    /// Red, green and blue of each tile, row by row.
    let means: [Double]

    /// The mosaic of a picture in tiles of `side` pixels; what does not fill a tile is left out.
    init(_ picture: RGBImage, tile side: Int) {
        let (rows, columns) = (picture.height / side, picture.width / side)
        means = (0..<rows * columns * 3).map { index in
            let (row, column, part) = (index / 3 / columns, index / 3 % columns, index % 3)
            var sum = 0
            for y in row * side..<(row + 1) * side {
                for x in column * side..<(column + 1) * side {
                    sum += Int(picture.bytes[(y * picture.width + x) * 3 + part])
                }
            }
            return Double(sum) / Double(side * side)
        }
    }

    /// The root of the mean squared difference from another mosaic, of 255; nil where they are of different sizes.
    func difference(_ other: Mosaic) -> Double? {
        guard means.count == other.means.count, !means.isEmpty else { return nil }
        let squares = zip(means, other.means).map { ($0 - $1) * ($0 - $1) }
        return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    }
}
