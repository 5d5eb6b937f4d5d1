import Diagnostics
package import Generation

/// Why a picture could not be made.
package enum GenerationError: ExplainedError {
    /// No scheduler has that name.
    case unknownScheduler(String)
    /// The prompt has no words.
    case emptyPrompt
    /// A side of the size is not a multiple of what the model needs.
    case size(ImageSize, multiple: Int)
    /// There is not enough memory for the size.
    case memory(ImageSize, needed: Int, available: Int)

    package var message: String {
        switch self {
        case .unknownScheduler(let name): "there is no scheduler `\(name)`"
        case .emptyPrompt: "the prompt is empty"
        case .size(let size, let multiple):
            "size `\(size)` does not suit the model: both sides must be multiples of \(multiple)"
        case .memory(let size, let needed, let available):
            "a picture of `\(size)` needs about \(needed >> 20) MB of memory, and \(available >> 20) MB are free"
        }
    }

    package var hint: String? {
        switch self {
        case .unknownScheduler:
            "one of " + SchedulerChoice.all.map { "`\($0.name)`" }.joined(separator: ", ")
        case .emptyPrompt: "say what to draw: `gen \"a lion having coffee\"`"
        case .size(let size, let multiple):
            "`set size \(size.rounded(to: multiple))`"
        case .memory: "try a smaller `size`"
        }
    }
}

extension ImageSize {
    /// The nearest size whose sides are multiples of `multiple`.
    fileprivate func rounded(to multiple: Int) -> ImageSize {
        func rounded(_ side: Int) -> Int { max(1, (side + multiple / 2) / multiple) * multiple }
        return ImageSize(width: rounded(width), height: rounded(height))
    }
}
