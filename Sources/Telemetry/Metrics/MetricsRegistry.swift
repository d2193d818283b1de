public import CoreMetrics
public import EventStore
import Synchronization

/// The back end of swift-metrics: keeps every metric of the process's libraries until it is sampled.
///
/// Counters become counters, meters and plain recorders gauges, aggregating recorders and timers histograms (timers in
/// seconds). Label sets are bounded: beyond ``seriesLimit`` of one metric all further ones share one series with the
/// label `otel.metric.overflow`, whose totals are true.
public final class MetricsRegistry: MetricsFactory {
    /// Upper bounds of histograms.
    public struct Buckets: Sendable {
        /// Seconds; those of OpenTelemetry's semantic conventions for requests.
        public var timers: [Double] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
        /// OpenTelemetry's default.
        public var recorders: [Double] = [
            0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000,
        ]

        public init() {}
    }

    private let seriesLimit: Int
    private let familyLimit: Int
    private let buckets: Buckets
    private let families = Mutex<[FamilyKey: MetricSeries]>([:])

    struct FamilyKey: Hashable {
        let name: String
        let kind: MetricFamily.Kind
    }

    /// - Parameters:
    ///   - seriesLimit: label sets of one metric (OpenTelemetry's default).
    ///   - familyLimit: metrics; further ones are not kept.
    public init(seriesLimit: Int = 2000, familyLimit: Int = 1000, buckets: Buckets = Buckets()) {
        self.seriesLimit = seriesLimit
        self.familyLimit = familyLimit
        self.buckets = buckets
    }

    /// Everything as it is now, in the order of the names.
    public func collect() -> [MetricFamily] {
        families.withLock { $0 }.sorted { ($0.key.name, $0.key.kind.rawValue) < ($1.key.name, $1.key.kind.rawValue) }
            .map { $0.value.family(named: $0.key.name) }
    }

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        cell(label, dimensions, .counter)
    }

    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        cell(label, dimensions, .counter)
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        cell(label, dimensions, .gauge)
    }

    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        cell(label, dimensions, aggregate ? .histogram : .gauge, bounds: buckets.recorders)
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        cell(label, dimensions, .histogram, unit: "s", bounds: buckets.timers)
    }

    // A total goes on when a library makes the same metric again: nothing is forgotten while the process runs.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    private func cell(
        _ name: String, _ labels: [(String, String)], _ kind: MetricFamily.Kind, unit: String = "",
        bounds: [Double] = []
    ) -> MetricCell {
        let key = FamilyKey(name: name, kind: kind)
        let series = families.withLock { families -> MetricSeries in
            if let known = families[key] { return known }
            let series = MetricSeries(kind: kind, unit: unit, bounds: bounds, limit: seriesLimit)
            if families.count < familyLimit { families[key] = series }
            return series
        }
        return series.cell(labels)
    }
}
