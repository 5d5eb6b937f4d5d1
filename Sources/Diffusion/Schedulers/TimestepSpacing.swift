/// How the visited timesteps lie among those that the model was trained with.
enum TimestepSpacing: String, CaseIterable, Sendable {
    /// Evenly from the first to the last.
    case linspace
    /// At multiples of a whole number.
    case leading
    /// Evenly counted back from the last.
    case trailing

    /// The timesteps of a schedule, the noisiest first.
    ///
    /// Matches `set_timesteps` in diffusers 0.42. Where its `trailing` runs past the end (61 steps of 1000,
    /// by rounding) and asks for timestep -1, this stops. `total` counts the training timesteps, of which those from `end` on are left
    /// out; `offset` is what `leading` adds; `skipsFirst` lays out one timestep more and drops the cleanest, as
    /// multistep solvers do.
    func timesteps(
        _ steps: Int, of total: Int, offset: Int, end: Int? = nil, skipsFirst: Bool = false
    ) -> [Double] {
        let end = end ?? total
        let points = skipsFirst ? steps + 1 : steps
        let ascending: [Double]
        switch self {
        case .linspace: ascending = evenlySpaced(0, Double(end - 1), points)
        case .leading:
            let ratio = end / points
            ascending = (0..<points).map { Double($0 * ratio + offset) }
        case .trailing:
            return Self.countdown(from: Double(end), by: Double(total) / Double(steps))
                .map { $0.rounded(.toNearestOrEven) - 1 }
                .filter { $0 >= 0 }
        }
        return ascending.dropFirst(skipsFirst ? 1 : 0).reversed()
    }

    /// `numpy.arange(start, 0, -step)`.
    private static func countdown(from start: Double, by step: Double) -> [Double] {
        let change = (start - step) - start
        return (0..<Int((start / step).rounded(.up))).map { start + Double($0) * change }
    }
}

/// `numpy.linspace` in fp64.
func evenlySpaced(_ start: Double, _ end: Double, _ count: Int) -> [Double] {
    guard count > 1 else { return count == 1 ? [start] : [] }
    let step = (end - start) / Double(count - 1)
    return (0..<count).map { $0 == count - 1 ? end : Double($0) * step + start }
}
