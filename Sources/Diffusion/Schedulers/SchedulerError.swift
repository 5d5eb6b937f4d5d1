import Diagnostics

/// Why a scheduler cannot be made.
package enum SchedulerError: ExplainedError, Hashable {
    /// The configuration cannot be read.
    case unreadable(source: String)
    /// The configuration is not a JSON object.
    case notJSON(source: String)
    /// The configuration names no class.
    case noClass(source: String)
    /// The configuration names a class that is not among the known ones.
    case unknownClass(String, source: String)
    /// An option's value is of another type than it should be.
    case wrongType(option: String, expected: String, source: String)
    /// An option has a value that cannot be honoured; `accepted` says what can be.
    case unsupported(option: String, value: String, accepted: String, source: String)
    /// Two options exclude each other.
    case conflict(option: String, value: String, other: String, otherValue: String, source: String)
    /// The number of steps is outside of what the configuration allows.
    case steps(Int, allowed: ClosedRange<Int>, scheduler: String)
    /// The number of steps makes the schedule visit a timestep that the model does not know.
    case timestep(Int, steps: Int, limit: Int, source: String)
    /// The number of steps is so large that two of them would stand at the same noise level.
    case repeatedSigma(steps: Int, scheduler: String)

    package var message: String {
        switch self {
        case .unreadable(let source): "\(source) cannot be read"
        case .notJSON(let source): "\(source) is not a JSON object of scheduler options"
        case .noClass(let source): "\(source) has no `_class_name`"
        case .unknownClass(let name, let source):
            "there is no scheduler of the class `\(name)`, which \(source) names"
        case .wrongType(let option, let expected, let source):
            "`\(option)` in \(source) is not of the type \(expected)"
        case .unsupported(let option, let value, let accepted, let source):
            "`\(option)` cannot be `\(value)` as \(source) wants, only \(accepted)"
        case .conflict(let option, let value, let other, let otherValue, let source):
            "`\(option)` cannot be `\(value)` where `\(other)` is `\(otherValue)`, as \(source) wants"
        case .steps(let steps, let allowed, let scheduler):
            "\(scheduler) cannot make \(steps) steps, only "
                + "\(allowed.lowerBound) to \(allowed.upperBound)"
        case .timestep(let timestep, let steps, let limit, let source):
            "\(steps) steps lead to the timestep \(timestep), "
                + "but \(source) knows none above \(limit)"
        case .repeatedSigma(let steps, let scheduler):
            "\(scheduler) cannot make \(steps) steps, since two would be at the same noise level"
        }
    }

    package var hint: String? {
        switch self {
        case .steps(let steps, let allowed, _):
            "`set steps \(min(max(steps, allowed.lowerBound), allowed.upperBound))`"
        case .timestep, .repeatedSigma: "`set steps` to a smaller number"
        default: nil
        }
    }
}
