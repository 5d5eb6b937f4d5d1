package import FoundationEssentials
import Glibc

/// How often a request is repeated, and after which waiting time.
package struct RetryPolicy: Sendable, Equatable {
    /// How often it is repeated after the first try.
    package var retries: Int
    /// The first waiting time in seconds; each further one is twice as long.
    package var firstDelay: Double
    /// The longest of these waiting times.
    package var longestDelay: Double
    /// The longest waiting time that a server may ask for; one that asks for more is answered by giving up.
    package var longestAsked: Double

    /// Two repetitions after half a second and a second, as OpenAI's clients do, unless told otherwise.
    package init(
        retries: Int = 2, firstDelay: Double = 0.5, longestDelay: Double = 8,
        longestAsked: Double = 120
    ) {
        self.retries = retries
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.longestAsked = longestAsked
    }

    /// How long to wait before repetition `retry`, counted from 0; nil where it is not repeated any more.
    ///
    /// A quarter of the time is left to chance, so that many who failed together do not return together.
    package func delay(before retry: Int, asked: Double? = nil) -> Double? {
        guard retry < retries else { return nil }
        if let asked { return asked <= longestAsked ? max(asked, 0) : nil }
        let doubled = firstDelay * Double(1 << min(retry, 30))
        return min(doubled, longestDelay) * Double.random(in: 0.75...1)
    }
}

extension HTTPResponse {
    /// Whether the server would have the request repeated: it says so, or its status does.
    package var asksForRetry: Bool {
        switch fields["x-should-retry"] {
        case "true": true
        case "false": false
        default: [408, 409, 429].contains(status) || status >= 500
        }
    }

    /// The seconds to wait that the server names; nil where it names none.
    package func retryAfter(now: Date = Date()) -> Double? {
        if let text = fields["retry-after-ms"], let milliseconds = Double(text),
            milliseconds.isFinite
        {
            return max(milliseconds / 1000, 0)
        }
        guard let text = fields["retry-after"] else { return nil }
        if let seconds = Double(text) { return seconds.isFinite ? max(seconds, 0) : nil }
        guard let date = Self.date(text) else { return nil }
        return max(date.timeIntervalSince(now), 0)
    }

    /// The moment that "Wed, 21 Oct 2015 07:28:00 GMT" names; nil for anything else.
    private static func date(_ text: String) -> Date? {
        let words = text.split(separator: " ")
        let months = "JanFebMarAprMayJunJulAugSepOctNovDec"
        guard words.count == 6, words[5] == "GMT", words[2].utf8.count == 3,
            let month = months.firstRange(of: words[2]),
            let day = Int32(words[1]), let year = Int32(words[3]), (1900...9999).contains(year)
        else { return nil }
        let time = words[4].split(separator: ":").compactMap { Int32($0) }
        guard time.count == 3 else { return nil }
        var parts = tm()
        (parts.tm_year, parts.tm_mday) = (year - 1900, day)
        parts.tm_mon = Int32(months.distance(from: months.startIndex, to: month.lowerBound) / 3)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (time[0], time[1], time[2])
        return Date(timeIntervalSince1970: Double(timegm(&parts)))
    }
}
