/// The number of single-character insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`.
///
/// The optimal string alignment distance, which counts a typing slip such as `gne` for `gen` as one.
package func editDistance(_ a: some StringProtocol, _ b: some StringProtocol) -> Int {
    let a = Array(a)
    let b = Array(b)
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
        var current = [i + 1]
        for j in b.indices {
            var best = min(
                previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                best = min(best, beforePrevious[j - 1] + 1)
            }
            current.append(best)
        }
        beforePrevious = previous
        previous = current
    }
    return previous[b.count]
}

/// The candidate nearest to `word`, if one is near enough to be what was meant.
package func nearest(to word: some StringProtocol, among candidates: some Sequence<String>)
    -> String?
{
    let limit = max(1, word.count / 3)
    return
        candidates
        .map { (name: $0, distance: editDistance(word, $0)) }
        .filter { $0.distance <= limit }
        .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?
        .name
}
