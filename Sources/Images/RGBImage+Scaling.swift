import Glibc

extension RGBImage {
    /// This picture scaled down so that no side is longer than `side`; as it is where none is, or where `side` is nil.
    ///
    /// Each new pixel is the mean of the area that it covers, of light rather than of sRGB's values, so that fine
    /// patterns keep their brightness.
    package func scaled(toFit side: Int?) -> RGBImage {
        let size = size(fitting: side)
        if size == (width, height) { return self }
        var scaler = AreaScaler(from: (width, height), to: size)
        bytes.withUnsafeBufferPointer { bytes in
            for y in 0..<height {
                scaler.add(
                    UnsafeBufferPointer(rebasing: bytes[y * width * 3..<(y + 1) * width * 3]))
            }
        }
        return RGBImage(width: size.width, height: size.height, bytes: scaler.bytes)
    }

    /// The size of this picture scaled down so that no side is longer than `side`.
    func size(fitting side: Int?) -> (width: Int, height: Int) {
        let longest = max(width, height)
        guard let side, side > 0, longest > side else { return (width, height) }
        let ratio = Double(side) / Double(longest)
        return (
            max(Int((Double(width) * ratio).rounded()), 1),
            max(Int((Double(height) * ratio).rounded()), 1)
        )
    }
}

/// Makes a smaller picture of rows that come one after another.
private struct AreaScaler {
    /// The finished rows.
    private(set) var bytes: [UInt8] = []

    private let columns: [Share]
    private let rows: [Share]
    private let width: Int
    /// The weighted sums of the new row that is being made.
    private var sums: [Float]
    private var line: [Float]
    private var y = 0

    /// The old pixels that a new one covers, with how much of the first and of the last it does.
    private struct Share {
        let first: Int
        let last: Int
        let weightOfFirst: Float
        let weightOfLast: Float
        /// One over the number of old pixels to a new one.
        let scale: Float

        /// How much of an old pixel belongs to the new one.
        func weight(_ index: Int) -> Float {
            index == first ? weightOfFirst : index == last ? weightOfLast : scale
        }

        /// The shares of `new` pixels, which are no more than `old`.
        static func all(_ old: Int, _ new: Int) -> [Share] {
            let ratio = Double(old) / Double(new)
            return (0..<new).map { index in
                let start = Double(index) * ratio
                let end = min(start + ratio, Double(old))
                let first = Int(start)
                let last = max(Int(end.rounded(.up)) - 1, first)
                let headPart = min(Double(first + 1), end) - start
                let tailPart = end - Double(last)
                return Share(
                    first: first, last: min(last, old - 1), weightOfFirst: Float(headPart / ratio),
                    weightOfLast: Float(tailPart / ratio), scale: Float(1 / ratio))
            }
        }
    }

    init(from old: (width: Int, height: Int), to new: (width: Int, height: Int)) {
        columns = Share.all(old.width, new.width)
        rows = Share.all(old.height, new.height)
        width = new.width
        sums = [Float](repeating: 0, count: new.width * 3)
        line = sums
        bytes.reserveCapacity(new.width * new.height * 3)
    }

    /// Takes the next row.
    mutating func add(_ row: UnsafeBufferPointer<UInt8>) {
        narrow(row)
        while rowIndex < rows.count, rows[rowIndex].first <= y {
            let share = rows[rowIndex]
            let weight = share.weight(y)
            for index in sums.indices { sums[index] += line[index] * weight }
            guard share.last == y else { break }
            finishRow()
        }
        y += 1
    }

    private var rowIndex = 0

    private mutating func narrow(_ row: UnsafeBufferPointer<UInt8>) {
        for (x, share) in columns.enumerated() {
            var (red, green, blue): (Float, Float, Float) = (0, 0, 0)
            for index in share.first...share.last {
                let weight = share.weight(index)
                red += Light.of[Int(row[index * 3])] * weight
                green += Light.of[Int(row[index * 3 + 1])] * weight
                blue += Light.of[Int(row[index * 3 + 2])] * weight
            }
            line[x * 3] = red
            line[x * 3 + 1] = green
            line[x * 3 + 2] = blue
        }
    }

    private mutating func finishRow() {
        for index in sums.indices {
            bytes.append(Light.value(of: sums[index]))
            sums[index] = 0
        }
        rowIndex += 1
    }
}

/// The light that sRGB's values stand for, 0 to 1.
private enum Light {
    /// The light of each value.
    static let of: [Float] = (0...255).map { value in
        let value = Double(value) / 255
        return Float(value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4))
    }

    /// The value that stands for a light; fine enough that it differs from the exact one by a tenth at most.
    static func value(of light: Float) -> UInt8 {
        values[Int((min(max(light, 0), 1) * steps).rounded())]
    }

    private static let steps: Float = 16_384

    private static let values: [UInt8] = (0...16_384).map { index in
        let light = Double(index) / 16_384
        let value = light <= 0.003_130_8 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
        return UInt8((value * 255).rounded())
    }
}
