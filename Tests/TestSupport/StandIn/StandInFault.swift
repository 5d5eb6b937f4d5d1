/// What the stand-in does instead of what it is asked, where a prompt begins with the word in brackets (`[quota] a lion`).
package enum StandInFault: String, CaseIterable, Sendable {
    // Refusals.
    case unverified, gone, policy, billing, quota, credit, rate
    case blockedInput = "blocked-input"
    case blockedOutput = "blocked-output"
    case echo, fastapi
    case fastapiText = "fastapi-text"
    // Failures that pass, and some that do not.
    case rateTwice = "rate-twice"
    case failing
    case failingHTML = "failing-html"
    case failingOnce = "failing-once"
    case noRetry = "no-retry"
    case resetOnce = "reset-once"
    case reset
    case broken
    case silent
    // Answers that are not what they should be.
    case html
    case cutBase64 = "cut-base64"
    case notBase64 = "not-base64"
    case text, damaged, empty, huge
    case hugeLength = "huge-length"
    case streamError = "stream-error"
    case streamCut = "stream-cut"
    case streamOdd = "stream-odd"
    // Good answers of a special kind.
    case url
    case lostURL = "lost-url"
    case slow, big, revised, webp, jpeg
    case escaped
    case otherSize = "other-size"

    /// The fault that a prompt asks for; nil where it asks for none.
    init?(prompt: String) {
        guard prompt.hasPrefix("["), let end = prompt.firstIndex(of: "]") else { return nil }
        self.init(rawValue: String(prompt[prompt.index(after: prompt.startIndex)..<end]))
    }
}
