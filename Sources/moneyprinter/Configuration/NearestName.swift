/// Finds what somebody may have meant.
enum NearestName {
    /// The known name with the fewest edits from `name`; nil where even that one is far off.
    static func find(_ name: String, in known: [String]) -> String? {
        let allowed = max(2, name.count / 3)
        let near = known.compactMap { known in distance(name, known, atMost: allowed).map { (known, $0) } }
        return near.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    }

    /// The distance of two names; nil where it is more than a limit.
    ///
    /// A longer name takes an edit for each character more, so what strangers write is mostly compared with nothing.
    static func distance(_ left: String, _ right: String, atMost limit: Int) -> Int? {
        guard abs(left.count - right.count) <= limit else { return nil }
        let edits = distance(left, right)
        return edits <= limit ? edits : nil
    }

    /// How many characters must be put in, taken out, changed or swapped with their neighbour.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.lowercased()), right = Array(right.lowercased())
        var before: [Int] = []
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, before[j - 1] + 1)
                }
                row.append(cost)
            }
            (before, last) = (last, row)
        }
        return last[right.count]
    }
}
