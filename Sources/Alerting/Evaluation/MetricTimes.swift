import EventStore
import Projections

/// When samples of each metric came last: of other programs' metrics, and of what the process measures of itself.
struct MetricTimes: Codable, Sendable {
    /// Since when they are noted; nil while no rule asks for them, because reading them costs.
    private var since: Timestamp?
    private var latest: [String: Timestamp] = [:]
    /// Of all metrics beyond the limit.
    private var others: Timestamp?

    /// Metrics that are told apart.
    static let limit = 10_000

    /// Begins to note, where it had not.
    ///
    /// What came before is not known, so nothing is certain until the moment is out of a rule's reach.
    mutating func follow(from moment: Timestamp) { since = since ?? moment }

    mutating func note(_ event: RecordedEvent) {
        guard since != nil else { return }
        for (metric, time) in SampledMetrics.latest(in: event) { note(metric, time) }
    }

    /// Whether a sample of one of the metrics came since a moment, or may have.
    func reach(_ metrics: Set<String>, since moment: Timestamp) -> Bool {
        if metrics.isEmpty { return false }
        guard let since, since <= moment else { return true }
        return metrics.contains { metric in (latest[metric] ?? others).map { $0 > moment } ?? false }
    }

    private mutating func note(_ metric: String, _ time: Timestamp) {
        if latest[metric] != nil || latest.count < Self.limit {
            latest[metric] = max(latest[metric] ?? time, time)
        } else {
            others = max(others ?? time, time)
        }
    }
}
