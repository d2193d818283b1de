import PromQL

/// Gives series their numbers, within the limits: what is beyond them is folded into overflow series.
struct SeriesRegistry: Sendable {
    static let overflow = "otel_metric_overflow"

    var index = SeriesIndex()
    private let limits: SeriesLimits
    private var ids: [Labels: SeriesID] = [:]
    /// Label sets of each metric, where several series share one.
    private var sets: [String: Set<Labels>] = [:]
    private var counts: [String: Int] = [:]
    /// Samples that even an overflow series had no room for.
    private(set) var dropped = 0

    init(_ limits: SeriesLimits) { self.limits = limits }

    /// A series with the labels that it is kept under.
    struct Entry {
        let id: SeriesID
        let labels: Labels
        let isOverflow: Bool
    }

    mutating func resolve(_ labels: Labels, at position: UInt64, isTotal: Bool) -> Entry? {
        if let id = ids[labels] { return entry(id) }
        let folded = Self.folded(labels)
        if folded != labels, hasRoom(for: labels) {
            count(labels)
            return add(labels, at: position, isTotal: isTotal)
        }
        return overflow(folded, at: position, isTotal: isTotal)
    }

    /// Takes over the series of a stored index.
    mutating func restore(_ index: SeriesIndex, dropped: Int) {
        self = SeriesRegistry(limits)
        self.index = index
        self.dropped = dropped
        for (id, labels) in index.all {
            ids[labels] = id
            if Self.folded(labels) != labels { count(labels) }
        }
    }

    /// Forgets series that have no sample left.
    mutating func remove(_ id: SeriesID) {
        guard let labels = index.labels(id) else { return }
        ids[labels] = nil
        index.remove(id)
        guard Self.folded(labels) != labels else { return }
        let name = labels[Labels.metricName]
        // A label set of several series goes with the first of them; the next ones find it gone.
        if let key = Self.shared(labels), sets[name]?.remove(key) == nil { return }
        counts[name, default: 1] -= 1
    }

    private func entry(_ id: SeriesID) -> Entry? {
        index.labels(id).map { Entry(id: id, labels: $0, isOverflow: !$0[Self.overflow].isEmpty) }
    }

    private func hasRoom(for labels: Labels) -> Bool {
        guard index.count < limits.series else { return false }
        let name = labels[Labels.metricName]
        if let key = Self.shared(labels), sets[name]?.contains(key) == true { return true }
        return counts[name, default: 0] < limits.labelSets
    }

    private mutating func overflow(_ labels: Labels, at position: UInt64, isTotal: Bool) -> Entry? {
        if let id = ids[labels] { return entry(id) }
        guard index.count < limits.series + limits.series / 10 + 100 else {
            dropped += 1
            return nil
        }
        return add(labels, at: position, isTotal: isTotal)
    }

    private mutating func add(_ labels: Labels, at position: UInt64, isTotal: Bool) -> Entry? {
        let id = index.add(labels, at: position, isTotal: isTotal)
        ids[labels] = id
        return entry(id)
    }

    private mutating func count(_ labels: Labels) {
        let name = labels[Labels.metricName]
        if let key = Self.shared(labels), !sets[name, default: []].insert(key).inserted { return }
        counts[name, default: 0] += 1
    }

    /// What series of one label set have in common; nil where there is one series a label set.
    private static func shared(_ labels: Labels) -> Labels? {
        guard labels.pairs.contains(where: { $0.name == "le" || $0.name == "quantile" }) else { return nil }
        return Labels(labels.pairs.filter { $0.name != "le" && $0.name != "quantile" }.map { ($0.name, $0.value) })
    }

    private static let kept: Set<String> = [Labels.metricName, "job", "instance", "le", "quantile"]

    /// The series that stands for one beyond the limits.
    static func folded(_ labels: Labels) -> Labels {
        let pairs = labels.pairs.filter { kept.contains($0.name) }.map { ($0.name, $0.value) }
        return Labels(pairs + [(overflow, "true")])
    }
}
