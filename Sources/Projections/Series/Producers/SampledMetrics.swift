public import EventStore

/// Which metrics have new samples, without making the samples: by that a rule over them is left alone while none comes.
///
/// Metrics are called as their series are, but for the `_bucket`, `_sum` and `_count` at the end.
public enum SampledMetrics {
    /// Metrics of which every sample of the process has points, whatever else happens.
    public static let everyTick: Set<String> = names(ServiceTotals.ofStartedService.families)

    /// The metrics of an event of measurements, each with the time of its latest sample; none for any other event.
    ///
    /// That is the event's own time, or later where a point is dated ahead.
    public static func latest(in event: RecordedEvent) -> [String: Timestamp] {
        // Most are of other types, and bodies are dear.
        guard event.type == MetricsSampled.type || event.type == MetricsReceived.type else { return [:] }
        return switch event.body {
        case let fact as MetricsSampled: latest(of: ProcessMetric.families(fact.values) + fact.families, event.time)
        case let fact as MetricsReceived:
            latest(of: fact.families, event.time).merging(["target_info": event.time]) { known, _ in known }
        default: [:]
        }
    }

    private static func latest(of families: [MetricFamily], _ time: Timestamp) -> [String: Timestamp] {
        families.reduce(into: [:]) { latest, family in
            let metric = MetricNames.metric(of: family)
            latest[metric] = family.points.reduce(latest[metric] ?? time) { max($0, $1.time ?? time) }
        }
    }

    private static func names(_ families: [MetricFamily]) -> Set<String> { Set(families.map(MetricNames.metric)) }
}
