/// The rules by name and in the order of their names, each at a place that stands while no rule comes or goes.
///
/// At each tick all rules are looked at: that goes by places, without looking a name up.
struct RuleTable: Codable, Sendable {
    private(set) var names: [String] = []
    var watches: [RuleWatch] = []

    var count: Int { names.count }

    /// Setting nil takes the rule out.
    subscript(name: String) -> RuleWatch? {
        get {
            let place = place(of: name)
            return holds(name, at: place) ? watches[place] : nil
        }
        set {
            let place = place(of: name)
            switch (holds(name, at: place), newValue) {
            case (true, let watch?): watches[place] = watch
            case (true, nil):
                names.remove(at: place)
                watches.remove(at: place)
            case (false, let watch?):
                names.insert(name, at: place)
                watches.insert(watch, at: place)
            case (false, nil): break
            }
        }
    }

    private func holds(_ name: String, at place: Int) -> Bool { place < names.count && names[place] == name }

    /// Where a name is, or would be.
    private func place(of name: String) -> Int {
        var (low, high) = (0, names.count)
        while low < high {
            let middle = (low + high) / 2
            if names[middle] < name { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
