import Glibc

/// The formulas of UniPC: how predictor and corrector weigh samples and predictions.
struct UniPCSolver: Sendable {
    /// The function B(h) that scales the differences of predictions.
    enum Kind: String, CaseIterable, Sendable {
        /// B(h) = h.
        case bh1
        /// B(h) = exp(h) - 1.
        case bh2
    }

    /// What a step adds up: the sample, the predictions from the newest on, and the one at the step's end.
    struct Update {
        var sample: Double
        var outputs: [Double]
        var target: Double
    }

    /// Which B(h).
    let kind: Kind
    /// Whether the history holds predictions of the clean sample, and not of the noise.
    let predictsClean: Bool

    /// The solver of a configuration.
    init(_ config: SchedulerConfig) throws {
        kind = try config.word("solver_type", config.options.solverType, default: .bh2)
        predictsClean = config.options.predictX0 ?? true
    }

    /// The step from level `index` to the next, where nothing is known yet.
    func predictor(_ schedule: SolverSchedule, from index: Int, order: Int) -> Update {
        let base = base(schedule, from: index, to: index + 1)
        guard order > 1, base.h != 0 else {
            return Update(sample: base.sample, outputs: [base.output], target: 0)
        }
        let ratios = ratios(schedule, from: index, to: index + 1, order: order)
        let system = system(base.h, ratios + [1])
        // The second order has one unknown, for which the paper takes one half.
        let weights =
            order == 2
            ? [0.5]
            : solve(system.matrix.dropLast().map { $0.dropLast() }, system.right.dropLast())
        return update(base, ratios, weights, target: 0)
    }

    /// The step to level `index` made again, now that the prediction there is known.
    func corrector(_ schedule: SolverSchedule, to index: Int, order: Int) -> Update {
        let base = base(schedule, from: index - 1, to: index)
        guard base.h != 0 else {
            return Update(sample: base.sample, outputs: [base.output], target: 0)
        }
        let ratios = ratios(schedule, from: index - 1, to: index, order: order)
        let system = system(base.h, ratios + [1])
        let weights = order == 1 ? [0.5] : solve(system.matrix, system.right)
        return update(base, ratios, weights.dropLast(), target: weights[order - 1])
    }

    /// The first-order step, and the scale of what higher orders add.
    private struct Base {
        var h: Double
        var sample: Double
        var output: Double
        var scale: Double
    }

    private func base(_ schedule: SolverSchedule, from: Int, to: Int) -> Base {
        let (start, end) = (schedule.levels[from], schedule.levels[to])
        let distance = schedule.distance(from: from, to: to)
        let h = predictsClean ? -distance : distance
        let kept = predictsClean ? end.alpha : end.sigma
        return Base(
            h: h, sample: predictsClean ? end.sigma / start.sigma : end.alpha / start.alpha,
            output: -kept * expm1(h), scale: -kept * (kind == .bh1 ? h : expm1(h)))
    }

    /// The distances of earlier steps, as shares of this one's.
    private func ratios(
        _ schedule: SolverSchedule, from: Int, to: Int, order: Int
    ) -> [Double] {
        let h = schedule.distance(from: from, to: to)
        return (1..<order).map { schedule.distance(from: from, to: from - $0) / h }
    }

    /// The equations that make the step exact for polynomials: powers of the ratios, and the integrals to meet.
    private func system(
        _ h: Double, _ ratios: [Double]
    ) -> (matrix: [[Double]], right: [Double]) {
        let grown = expm1(h)
        let divisor = kind == .bh1 ? h : grown
        var integral = grown / h - 1
        var factorial = 1.0
        var matrix: [[Double]] = []
        var right: [Double] = []
        for power in 0..<ratios.count {
            matrix.append(ratios.map { pow($0, Double(power)) })
            right.append(integral * factorial / divisor)
            factorial *= Double(power + 2)
            integral = integral / h - 1 / factorial
        }
        return (matrix, right)
    }

    private func update(
        _ base: Base, _ ratios: [Double], _ weights: [Double], target: Double
    ) -> Update {
        let earlier = zip(weights, ratios).map { base.scale * $0 / $1 }
        let newest = base.output - earlier.reduce(0, +) - base.scale * target
        return Update(
            sample: base.sample, outputs: [newest] + earlier, target: base.scale * target)
    }
}

/// The solution of a few linear equations, by elimination with pivoting.
private func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var rows = zip(matrix, right).map { $0 + [$1] }
    let count = rows.count
    for column in 0..<count {
        let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) }
        rows.swapAt(column, pivot ?? column)
        for row in 0..<count where row != column {
            let factor = rows[row][column] / rows[column][column]
            for k in column...count { rows[row][k] -= factor * rows[column][k] }
        }
    }
    return (0..<count).map { rows[$0][count] / rows[$0][$0] }
}
