import Generation

/// What the command line asks to be timed.
struct BenchOptions: Sendable {
    var folder = ""
    var precision = ""
    var threads: Int?
    var size = ImageSize(width: 512, height: 512)
    var steps = 4
    var runs = 3
    var only: Set<String> = ["load", "unet", "vae", "image"]  // and "preview", "interrupt"
    var firstStep = false

    /// The options of the program's arguments; nil where they make no sense.
    init?(_ arguments: [String]) {
        var words = arguments.dropFirst()
        var positional: [String] = []
        while let word = words.popFirst() {
            if word == "--first-step" {
                firstStep = true
            } else if word.hasPrefix("--") {
                guard let value = words.popFirst(), set(word, value) else { return nil }
            } else {
                positional.append(word)
            }
        }
        guard positional.count == 2 else { return nil }
        folder = positional[0]
        precision = positional[1]
    }

    private mutating func set(_ option: String, _ value: String) -> Bool {
        switch option {
        case "--threads": threads = Int(value)
        case "--size": size = ImageSize(value) ?? size
        case "--steps": steps = Int(value) ?? steps
        case "--runs": runs = Int(value) ?? runs
        case "--only": only = Set(value.split(separator: ",").map(String.init))
        default: return false
        }
        return true
    }
}
