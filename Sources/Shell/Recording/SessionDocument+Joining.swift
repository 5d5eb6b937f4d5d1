extension SessionDocument {
    /// This document with commands that were typed on one line as one cell, as a person wants to read them.
    ///
    /// The record that is written as a session goes has them one by one, since the first is done before the next begins.
    var joined: SessionDocument {
        var joined: [Entry] = []
        for entry in entries {
            // What failed is struck alone, and what was done before it stays as it is.
            if case .cell(let cell) = entry, let joint = cell.joint, cell.isDone,
                case .cell(var line) = joined.last, line.isDone
            {
                line.text += joint + cell.text
                line.results += cell.results
                joined[joined.count - 1] = .cell(line)
            } else {
                joined.append(entry)
            }
        }
        return SessionDocument(entries: joined)
    }
}
