/// Joins the bytes of a word into tokens.
///
/// Gives what `BPE` in tokenizers 0.23, models/bpe/word.rs, gives, also where merges are not in the
/// order in which training finds them: the lowest rank first, then the leftmost; a pair that a
/// merge has just made competes at once.
struct BytePairMerger: Sendable {
    private let merges: [BytePairVocabulary.Pair: BytePairVocabulary.Merge]
    /// The token of each byte, inside a word and at its end.
    private let inner, last: [UInt32]

    /// Prepares the tokens of single bytes; a byte that the vocabulary lacks is `unknown`.
    init(_ vocabulary: BytePairVocabulary, endOfWord: String, unknown: UInt32) {
        merges = vocabulary.merges
        inner = ByteAlphabet.scalars.map { vocabulary.tokens[String($0).utf8] ?? unknown }
        last = ByteAlphabet.scalars.map {
            vocabulary.tokens[(String($0) + endOfWord).utf8] ?? unknown
        }
    }

    /// The tokens of a word, given as UTF-8.
    func tokens(of word: [UInt8]) -> [UInt32] {
        guard let lastByte = word.last else { return [] }
        var symbols = word.dropLast().map { inner[Int($0)] } + [last[Int(lastByte)]]
        // The neighbours of each symbol; a symbol merged into its left neighbour is skipped by the
        // links.
        var previous = Array(-1..<(symbols.count - 1))
        var next = Array(1...symbols.count)
        var isGone = [Bool](repeating: false, count: symbols.count)
        var queue = MergeQueue()

        func propose(_ left: Int) {
            guard left >= 0, next[left] < symbols.count else { return }
            let pair = BytePairVocabulary.Pair(left: symbols[left], right: symbols[next[left]])
            guard let merge = merges[pair] else { return }
            queue.push(.init(rank: merge.rank, position: left, token: merge.token))
        }

        for left in symbols.indices { propose(left) }
        while let best = queue.pop() {
            let left = best.position
            let right = next[left]
            guard !isGone[left], right < symbols.count else { continue }
            // What stood here when the merge was proposed may have changed since.
            let pair = BytePairVocabulary.Pair(left: symbols[left], right: symbols[right])
            guard merges[pair]?.token == best.token else { continue }
            symbols[left] = best.token
            isGone[right] = true
            next[left] = next[right]
            if next[right] < symbols.count { previous[next[right]] = left }
            propose(previous[left])
            propose(left)
        }
        return symbols.indices.filter { !isGone[$0] }.map { symbols[$0] }
    }
}

/// Merges that might be made in a word, the next one first: a binary heap.
private struct MergeQueue {
    /// A merge of the symbol at `position` with its right neighbour.
    struct Candidate {
        let rank: UInt32
        let position: Int
        let token: UInt32

        static func < (a: Candidate, b: Candidate) -> Bool {
            (a.rank, a.position) < (b.rank, b.position)
        }
    }

    private var heap: [Candidate] = []

    mutating func push(_ candidate: Candidate) {
        heap.append(candidate)
        var child = heap.count - 1
        while child > 0, case let parent = (child - 1) / 2, heap[child] < heap[parent] {
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func pop() -> Candidate? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            guard least != parent else { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
