import Foundation

/// Reads `parameters` as AUTOMATIC1111's web UI does: pairs on the last line by its regular expression,
/// and above it the prompts.
struct A1111Reader {
    var prompt = ""
    var negative = ""
    var pairs: [String: String] = [:]
    var order: [String] = []

    init(_ text: String) {
        var lines = text.trimmingCharacters(in: .whitespacesAndNewlines).components(
            separatedBy: "\n")
        let pattern = /\s*(\w[\w \-\/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/
        let matches = (lines.last ?? "").matches(of: pattern)
        if matches.count >= 3 {
            lines.removeLast()
            for match in matches {
                order.append(String(match.1))
                pairs[String(match.1)] = Self.unquoted(String(match.2))
            }
        }
        var isNegative = false
        for line in lines.map({ $0.trimmingCharacters(in: .whitespaces) }) {
            let begins = line.hasPrefix("Negative prompt:")
            isNegative = isNegative || begins
            let text = begins ? line.dropFirst(16).trimmingCharacters(in: .whitespaces) : line
            if isNegative {
                negative += (negative.isEmpty ? "" : "\n") + text
            } else {
                prompt += (prompt.isEmpty ? "" : "\n") + text
            }
        }
    }

    private static func unquoted(_ value: String) -> String {
        guard value.hasPrefix("\"") else { return value }
        return (try? JSONDecoder().decode(String.self, from: Data(value.utf8))) ?? value
    }
}
