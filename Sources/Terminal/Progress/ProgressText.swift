/// What a progress line tells.
package struct ProgressState: Hashable, Sendable {
    /// What is being done.
    package var label: String
    /// How far it is.
    package var amount: Amount
    /// How long a step or a byte takes, once that is known.
    package var secondsPerStep: Double?

    /// How far something is.
    package enum Amount: Hashable, Sendable {
        /// So many steps of so many.
        case steps(done: Int, total: Int)
        /// A share from 0 to 1.
        case share(Double)
        /// So many bytes of so many.
        case bytes(done: Int, total: Int)
    }

    /// A state of the given facts.
    package init(label: String, amount: Amount, secondsPerStep: Double? = nil) {
        self.label = label
        self.amount = amount
        self.secondsPerStep = secondsPerStep
    }
}

extension ProgressState {
    /// One line of at most `columns` columns: label, bar, count, rate and remaining time.
    ///
    /// Where room is short the remaining time goes first, then the rate, the bar, and the label's end.
    package func text(columns: Int) -> String {
        var details = [count]
        if let rate { details.append(rate) }
        if let remaining { details.append(remaining) }
        while details.count > 1, displayWidth(of: line(bar: 8, details)) > columns {
            details.removeLast()
        }
        let room = columns - displayWidth(of: line(bar: 0, details))
        if room >= 4 { return line(bar: min(room, 24), details) }
        let tail = "  " + count
        let short = fitted(label, columns: columns - displayWidth(of: tail))
        return fitted(short + tail, columns: columns)
    }

    private func line(bar columns: Int, _ details: [String]) -> String {
        ([label, progressBar(share, columns: columns)] + details).joined(separator: "  ")
    }

    private var share: Double {
        switch amount {
        case .steps(let done, let total): unit(total > 0 ? Double(done) / Double(total) : 0)
        case .share(let share): unit(share)
        case .bytes(let done, let total): unit(total > 0 ? Double(done) / Double(total) : 0)
        }
    }

    private var count: String {
        switch amount {
        case .steps(let done, let total): "\(done)/\(total)"
        case .share: "\(percent)%"
        case .bytes(let done, let total): "\(megabytes(done))/\(megabytes(total)) MB"
        }
    }

    /// How much is done, in whole percent.
    var percent: Int { Int((share * 100).rounded(.down)) }

    private var rate: String? {
        guard let secondsPerStep, secondsPerStep > 0 else { return nil }
        if case .bytes = amount { return "\(oneDecimal(1e-6 / secondsPerStep)) MB/s" }
        return secondsPerStep < 1
            ? "\(oneDecimal(1 / secondsPerStep)) steps/s" : "\(oneDecimal(secondsPerStep)) s/step"
    }

    private var remaining: String? {
        let done: Int
        let total: Int
        switch amount {
        case .steps(let some, let all), .bytes(let some, let all): (done, total) = (some, all)
        case .share: return nil
        }
        guard let secondsPerStep, secondsPerStep > 0, done < total else { return nil }
        return "\(duration(secondsPerStep * Double(total - done))) left"
    }
}

/// A bar of Unicode's eighth blocks, `columns` wide, filled to a share from 0 to 1.
package func progressBar(_ share: Double, columns: Int) -> String {
    let eighths = Int((unit(share) * Double(columns * 8)).rounded(.down))
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    let filled = String(repeating: "█", count: eighths / 8) + partial
    let rest = columns - eighths / 8 - (partial.isEmpty ? 0 : 1)
    return filled + String(repeating: "░", count: rest)
}

/// Seconds as people say them: `8 s`, `2 min 05 s`, `1 h 20 min`.
package func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.isNaN ? 0 : min(max(seconds, 0), 1e9).rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(twoDigits(whole % 60)) s" }
    return "\(whole / 3600) h \(twoDigits(whole / 60 % 60)) min"
}

/// A value brought between 0 and 1.
private func unit(_ value: Double) -> Double {
    value.isNaN ? 0 : min(max(value, 0), 1)
}

private func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
}

private func megabytes(_ bytes: Int) -> String {
    bytes < 10_000_000 ? oneDecimal(Double(bytes) / 1e6) : "\(bytes / 1_000_000)"
}

private func oneDecimal(_ value: Double) -> String {
    let tenths = Int((min(value, 1e9) * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
}
