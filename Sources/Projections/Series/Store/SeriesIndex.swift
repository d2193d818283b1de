import PromQL

/// Finds series by their labels.
struct SeriesIndex: Sendable {
    private var names: [Labels?] = []
    /// For each name and value the series that have it, ascending.
    private var postings: [String: [String: [SeriesID]]] = [:]
    /// Where the samples of each series lie; nearly always in one source.
    private var homes: [[SourceID]] = []
    /// The event of the first sample of each.
    private var births: [UInt64] = []
    /// Whether each is a total, which only grows or begins anew.
    private var totals: [Bool] = []
    private(set) var count = 0

    /// The number that the next new series will have.
    var next: SeriesID { SeriesID(names.count) }

    var all: some Sequence<(SeriesID, Labels)> {
        names.enumerated().lazy.compactMap { id, labels in labels.map { (SeriesID(id), $0) } }
    }

    var labelNames: some Sequence<String> { postings.keys }

    /// Of a label, with the series that have each.
    func values(of name: String) -> [String: [SeriesID]] { postings[name] ?? [:] }

    func labels(_ id: SeriesID) -> Labels? { names[Int(id)] }

    func sources(of id: SeriesID) -> [SourceID] { homes[Int(id)] }

    func birth(of id: SeriesID) -> UInt64 { births[Int(id)] }

    func isTotal(_ id: SeriesID) -> Bool { totals[Int(id)] }

    func isKnown(_ id: SeriesID, at position: UInt64) -> Bool { births[Int(id)] <= position }

    mutating func add(_ labels: Labels, at position: UInt64, isTotal: Bool) -> SeriesID {
        let id = next
        names.append(labels)
        homes.append([])
        births.append(position)
        totals.append(isTotal)
        count += 1
        for pair in labels.pairs { postings[pair.name, default: [:]][pair.value, default: []].append(id) }
        return id
    }

    /// Leaves a number unused, as it is in a stored index whose series has gone.
    mutating func addGap() {
        names.append(nil)
        homes.append([])
        births.append(0)
        totals.append(false)
    }

    mutating func add(_ id: SeriesID, to source: SourceID) {
        if !homes[Int(id)].contains(source) { homes[Int(id)].append(source) }
    }

    mutating func remove(_ id: SeriesID, from source: SourceID) { homes[Int(id)].removeAll { $0 == source } }

    mutating func remove(_ id: SeriesID) {
        guard let labels = names[Int(id)] else { return }
        names[Int(id)] = nil
        homes[Int(id)] = []
        count -= 1
        for pair in labels.pairs {
            postings[pair.name]?[pair.value]?.removeAll { $0 == id }
            if postings[pair.name]?[pair.value]?.isEmpty == true { postings[pair.name]?[pair.value] = nil }
            if postings[pair.name]?.isEmpty == true { postings[pair.name] = nil }
        }
    }

    /// The series that satisfy all matchers, ascending.
    ///
    /// It begins with the rarest label that must be there; each further matcher is asked once for each value.
    func matching(_ matchers: [Matcher]) -> [SeriesID] {
        var candidates: [SeriesID]?
        var chosen: Int?
        for (place, matcher) in matchers.enumerated() {
            guard let values = matcher.possibleValues, !values.contains("") else { continue }
            let found = values.reduce(0) { $0 + (postings[matcher.name]?[$1]?.count ?? 0) }
            if found < candidates?.count ?? .max {
                candidates = series(matcher.name, values)
                chosen = place
            }
        }
        var result = candidates ?? (0..<next).filter { names[Int($0)] != nil }
        for (place, matcher) in matchers.enumerated() where place != chosen && !result.isEmpty {
            result = filter(result, matcher)
        }
        return result
    }

    private func series(_ name: String, _ values: [String]) -> [SeriesID] {
        guard let known = postings[name] else { return [] }
        if values.count == 1 { return known[values[0]] ?? [] }
        return Set(values).flatMap { known[$0] ?? [] }.sorted()
    }

    private func filter(_ candidates: [SeriesID], _ matcher: Matcher) -> [SeriesID] {
        if matcher.operation == .equal {
            return candidates.filter { names[Int($0)]?[matcher.name] == matcher.value }
        }
        var known: [String: Bool] = [:]
        return candidates.filter { id in
            let value = names[Int(id)]?[matcher.name] ?? ""
            if let answer = known[value] { return answer }
            let answer = matcher.matches(value)
            known[value] = answer
            return answer
        }
    }
}
