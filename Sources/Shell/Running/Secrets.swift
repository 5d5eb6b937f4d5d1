import CommandLanguage
import FoundationEssentials
import Synchronization

/// Keys and tokens in what a person types: such a line is neither run nor kept.
package enum Secrets {
    /// What the keys of well-known services begin with, and how many characters follow at least.
    private static let forms: [(prefix: String, length: Int)] = [
        ("hf_", 20), ("api_org_", 20),  // Hugging Face
        ("sk-", 20),  // OpenAI and servers of its shape
        ("r8_", 20),  // Replicate
        ("ghp_", 30), ("gho_", 30), ("ghs_", 30), ("github_pat_", 30),  // GitHub
        ("AKIA", 16), ("AIza", 30),  // Amazon, Google
        ("xoxb-", 20), ("xoxp-", 20), ("glpat-", 20),  // Slack, GitLab
    ]

    /// The variables of the environment that hold keys.
    private static let variables = [
        "OPENAI_API_KEY", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HUGGINGFACE_TOKEN",
    ]

    /// The length from which on a value does not stand in a text by chance.
    private static let shortest = 16

    /// The values of `variables`, and what was remembered.
    private static let known = Mutex(
        variables.compactMap { ProcessInfo.processInfo.environment[$0] }
            .filter { $0.utf8.count >= shortest })

    private static var values: [String] { known.withLock { $0 } }

    /// Lets a key or token be found in every text from now on, whatever its form.
    package static func remember(_ secret: String) {
        guard secret.utf8.count >= shortest else { return }
        known.withLock { if !$0.contains(secret) { $0.append(secret) } }
    }

    /// A key or token in `text`, shortened to what may be shown; nil where there is none.
    package static func found(in text: String) -> String? {
        if let value = values.first(where: { text.contains($0) }) { return shown(value) }
        // What quotation marks hold together, or `\n` parts, is seen in the words alone.
        let words = Scanner.scan(text).commands.joined().map(\.text)
        return ([text] + words).lazy.flatMap(keys).first.map(shown)
    }

    /// `text` with its keys and tokens shortened to what may be shown: a file that was read may hold some.
    package static func hidden(in text: String) -> String {
        var text = text
        for value in values { text.replace(value, with: shown(value)) }
        for key in keys(in: text).reversed() {
            text.replaceSubrange(key.startIndex..<key.endIndex, with: shown(key))
        }
        return text
    }

    /// The words of `text` that have the form of a key.
    private static func keys(in text: String) -> [Substring] {
        text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0))) }
            .filter { word in forms.contains { isKey(word, $0.prefix, $0.length) } }
    }

    /// Keys of random characters have digits or both cases among them, which words joined by hyphens have not.
    private static func isKey(_ word: Substring, _ prefix: String, _ length: Int) -> Bool {
        guard let start = word.firstRange(of: prefix) else { return false }
        let key = word[start.upperBound...]
        let isMixed = key.contains(where: \.isUppercase) && key.contains(where: \.isLowercase)
        return key.count >= length && (isMixed || key.contains(where: \.isNumber))
            && (start.lowerBound == word.startIndex || word[..<start.lowerBound].last == "_")
    }

    private static func shown(_ secret: some StringProtocol) -> String {
        "…" + secret.suffix(4)
    }
}
