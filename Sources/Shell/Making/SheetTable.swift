import Generation

/// Pictures in the order of a table: from one to the next the fact of the column changes, from row to row the others.
struct SheetTable {
    /// The name of the fact that changes along a row.
    let column: String
    /// The names of the facts that change from row to row.
    let rowNames: [String]
    /// For each column the facts of a picture in it.
    let columns: [[Fact]]
    /// For each row the facts of a picture in it.
    let rows: [[Fact]]

    /// The table in which pictures of the given facts stand, of which those called `names` differ; nil where they stand in none.
    init?(_ facts: [[Fact]], _ names: [String]) {
        guard let first = facts.first, let second = facts.dropFirst().first else { return nil }
        let changes = FactChange.all(from: first, to: second)
        guard let change = changes.first, changes.count == 1 else { return nil }
        let rowNames = names.filter { $0 != change.name }
        let keys = facts.map { facts in
            rowNames.map { name in facts.first { $0.name == name }?.text }
        }
        let values = facts.map { facts in facts.first { $0.name == change.name }?.text }
        let width = keys.prefix { $0 == keys.first }.count
        guard Set(values.prefix(width)).count == width else { return nil }
        let starts = Array(stride(from: 0, to: facts.count, by: width))
        let isTable = facts.indices.allSatisfy { index in
            keys[index] == keys[index / width * width] && values[index] == values[index % width]
        }
        guard isTable, Set(starts.map { keys[$0] }).count == starts.count else { return nil }
        column = change.name
        self.rowNames = rowNames
        columns = Array(facts.prefix(width))
        rows = starts.map { facts[$0] }
    }
}
