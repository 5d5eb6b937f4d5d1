extension CPUBackend {
    /// The rows of a long operation in runs of about a portion's work each, as equal as can be; all but the last begin and end at a multiple.
    ///
    /// The cut follows from the shape alone, so that the same bytes come out on every machine and every time.
    func portions(of rows: Int, cost: Double, multiple: Int = 1) -> [Range<Int>] {
        let units = (rows + multiple - 1) / multiple
        let count = min(units, max(1, Int((cost * Double(rows) / portion).rounded(.up))))
        return (0..<count).map { index in
            let begin = index * units / count * multiple
            return begin..<min(rows, (index + 1) * units / count * multiple)
        }
    }
}

extension Tensor {
    /// Rows of one item of a picture, [B, H, W, C], or a sequence, [B, N, C], as a view of one item.
    func rows(_ range: Range<Int>, ofItem item: Int) -> Tensor {
        let one = items(item..<item + 1)
        if shape.rank == 3 {
            return one.reshaped([shape[1], shape[2]]).items(range)
                .reshaped([1, range.count, shape[2]])
        }
        return one.reshaped([shape[1], shape[2] * shape[3]]).items(range)
            .reshaped([1, range.count, shape[2], shape[3]])
    }
}

extension ConvolutionGeometry {
    /// The rows of a source that rows of the result see, and the geometry under which they give just those.
    func source(
        of rows: Range<Int>, height: Int, kernel: Int
    ) -> (rows: Range<Int>, geometry: ConvolutionGeometry) {
        let begin = rows.lowerBound * stride - padding.top
        let end = (rows.upperBound - 1) * stride - padding.top + kernel
        var geometry = self
        geometry.padding.top = max(0, -begin)
        geometry.padding.bottom = max(0, end - height)
        return (max(0, begin)..<min(height, end), geometry)
    }
}
