extension SchedulerConfig {
    /// The value of an option that is one of a few words.
    func word<Word: RawRepresentable<String> & CaseIterable>(
        _ option: String, _ value: String?, default fallback: Word
    ) throws -> Word {
        guard let value else { return fallback }
        guard let word = Word(rawValue: value) else {
            let known = Word.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            throw unsupported(option, value, accepted: known)
        }
        return word
    }

    /// The value of an option that is a whole number in a range.
    func integer(
        _ option: String, _ value: Int?, default fallback: Int, in range: ClosedRange<Int>
    ) throws -> Int {
        guard let value else { return fallback }
        guard range.contains(value) else {
            throw unsupported(
                option, "\(value)", accepted: "\(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// The value of an option that is a number above zero.
    func positive(_ option: String, _ value: Double?) throws -> Double? {
        guard let value else { return nil }
        guard value > 0, value.isFinite else {
            throw unsupported(option, "\(value)", accepted: "a number above 0")
        }
        return value
    }

    /// Refuses an option that is on.
    func refuse(_ option: String, _ value: Bool?) throws {
        if value == true { throw unsupported(option, "true", accepted: "`false`") }
    }

    /// The range that the predicted picture is clipped to, nil where it is not.
    func clipRange(default isClipped: Bool) throws -> ClosedRange<Float>? {
        try refuse("thresholding", options.thresholding)
        guard options.clipSample ?? isClipped else { return nil }
        let limit = Float(try positive("clip_sample_range", options.clipSampleRange) ?? 1)
        return -limit...limit
    }

    /// The number of steps, checked against what the model was trained with.
    func checkedSteps(_ steps: Int, in allowed: ClosedRange<Int>) throws -> Int {
        guard allowed.contains(steps) else {
            throw SchedulerError.steps(steps, allowed: allowed, scheduler: kind.rawValue)
        }
        return steps
    }

    /// The timesteps as whole numbers, all of them known to the model.
    func checkedTimesteps(_ timesteps: [Double], steps: Int, of total: Int) throws -> [Int] {
        try timesteps.map { timestep in
            guard (0..<Double(total)).contains(timestep) else {
                throw SchedulerError.timestep(
                    Int(timestep), steps: steps, limit: total - 1, source: source)
            }
            return Int(timestep)
        }
    }

    /// The error for an option's value that cannot be honoured.
    func unsupported(_ option: String, _ value: String, accepted: String) -> SchedulerError {
        .unsupported(option: option, value: value, accepted: accepted, source: source)
    }

    /// The error for an option's value that another option excludes.
    func conflict(
        _ option: String, _ value: String, with other: String, _ otherValue: String
    ) -> SchedulerError {
        .conflict(
            option: option, value: value, other: other, otherValue: otherValue, source: source)
    }
}

extension SchedulerConfig {
    /// The configured spacing of the timesteps.
    func spacing(default fallback: TimestepSpacing) throws -> TimestepSpacing {
        try word("timestep_spacing", options.timestepSpacing, default: fallback)
    }

    /// What `leading` spacing adds to each timestep.
    func offset(of total: Int) throws -> Int {
        try integer("steps_offset", options.stepsOffset, default: 0, in: 0...total)
    }

    /// Refuses a schedule that starts in pure noise with a model that predicts noise, which says nothing there.
    func checkSignal(
        _ noise: NoiseSchedule, at timesteps: [Int], _ prediction: PredictionType
    ) throws {
        if prediction == .epsilon, timesteps.contains(where: { noise.alphasCumprod[$0] == 0 }) {
            throw conflict(
                "rescale_betas_zero_snr", "true", with: "prediction_type", prediction.rawValue)
        }
    }

    /// The class and the facts that matter most, in one line.
    func summary(_ facts: String..., prediction: PredictionType) -> String {
        let unusual = prediction == .epsilon ? [] : [prediction.rawValue]
        return ([kind.rawValue] + facts + unusual).joined(separator: ", ")
    }
}
