/// Where events of another log stand in this one: runs of positions that moved by the same distance.
struct PositionMap: Sendable {
    private struct Run {
        let old: UInt64
        let new: UInt64
        var count: UInt64
    }

    private var runs: [Run] = []

    /// Notes an event's place.
    ///
    /// An old position that does not rise begins another log's events: those before are forgotten.
    mutating func add(_ old: Position, at new: Position) {
        if let last = runs.last, old.value < last.old + last.count { runs = [] }
        if let last = runs.last, last.old + last.count == old.value, last.new + last.count == new.value {
            runs[runs.count - 1].count += 1
        } else {
            runs.append(Run(old: old.value, new: new.value, count: 1))
        }
    }

    /// The new place of an event; nil where it was not noted.
    subscript(old: Position) -> Position? {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].old <= old.value { low = middle + 1 } else { high = middle }
        }
        guard low > 0, old.value - runs[low - 1].old < runs[low - 1].count else { return nil }
        return Position(runs[low - 1].new + old.value - runs[low - 1].old)
    }
}
