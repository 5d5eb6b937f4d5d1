import CommandLanguage
import Generation

/// A picture that a sweep is to make.
struct SweepTask {
    /// The picture's request.
    var request: ImageRequest
    /// What sets it apart from the others (`steps=8`).
    var label: String
}

extension Session {
    /// The pictures that `sweep` makes with the settings as they are, each of them checked.
    func tasks(of sweep: Sweep, for engine: any Engine) throws -> [SweepTask] {
        try check(sweep.fixed)
        noteUnused(sweep.fixed, by: engine)
        for axis in sweep.axes { try check(axis, for: engine) }
        var values = settings.applying(sweep.fixed)
        values[Settings.n] = nil
        // Drawn once, so that nothing but the axes changes.
        let isSeedGiven = sweep.axes.contains { $0.name == Settings.seed.name }
        if !isSeedGiven { values[Settings.seed] = .number(seed(values[Settings.seed])) }
        return try sweep.cells.map { cell in
            guard let prompt = cell.prompt ?? sweep.prompt?.value else {
                throw ShellError.emptyPrompt
            }
            let request = try request(prompt, values.applying(cell.assignments), for: engine)
            try engine.validate(request)
            return SweepTask(request: request, label: cell.label)
        }
    }

    private func check(_ axis: SweepAxis, for engine: any Engine) throws {
        let assignments = axis.choices.compactMap(\.assignment)
        try check(assignments)
        guard let first = assignments.first,
            !engine.settings.honoured.contains(axis.name)
        else { return }
        throw MakingError.ignoredAxis(axis.name, model: engine.identity.model).at(first.span)
    }

    /// Makes pictures one after the other; gives the numbers of those that were made.
    func make(_ tasks: [SweepTask], with engine: any Engine) async throws {
        for (index, task) in tasks.enumerated() {
            try Task.checkCancellation()
            try await make(
                task.request, with: engine,
                as: SeriesPart(number: index + 1, count: tasks.count, label: task.label))
        }
    }
}
