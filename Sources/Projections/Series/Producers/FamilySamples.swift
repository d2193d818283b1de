import EventStore
import PromQL

/// Turns metric families, as OpenTelemetry knows them, into samples of series, as Prometheus knows them.
///
/// A histogram becomes `_bucket` (cumulative, with `le`), `_sum` and `_count`, a summary its quantiles, `_sum` and
/// `_count`. What comes as differences (delta temporality) is added up here.
struct FamilySamples: Codable, Sendable {
    /// Totals of what comes as differences, by series.
    private var totals: [Labels: Double] = [:]
    /// Points with totals of their own, by metric.
    private var totalPoints: [String: Int] = [:]
    /// By the metric's name, the first that was told.
    private(set) var metadata: [String: MetricMetadata] = [:]

    private static let totalsLimit = 100_000
    private static let pointLimit = 2000
    private static let metadataLimit = 10_000

    /// The samples of one time.
    struct Moment {
        let time: Int64
        var samples: [SampleRow.Sample] = []
    }

    /// The samples of some families, in the order of their times.
    ///
    /// - Parameters:
    ///   - time: of points that have none, in milliseconds.
    ///   - memory: of the source that the families are from.
    mutating func moments(of families: [MetricFamily], time: Int64, _ memory: inout LabelMemory) -> [Moment] {
        var moments = [Moment(time: time)]
        var current = 0
        for (place, family) in families.enumerated() {
            let metric = memory.metric(place, family)
            note(family, metric)
            for (index, point) in family.points.enumerated() {
                let when = point.time?.milliseconds ?? time
                if moments[current].time != when { current = Self.place(when, &moments) }
                var series = memory.series(place, index, point)
                if family.isDelta, family.kind != .gauge { series = placed(series, metric) }
                add(point, family, series, to: &moments[current].samples)
            }
        }
        return moments.filter { !$0.samples.isEmpty }.sorted { $0.time < $1.time }
    }

    private static func place(_ time: Int64, _ moments: inout [Moment]) -> Int {
        if let place = moments.firstIndex(where: { $0.time == time }) { return place }
        moments.append(Moment(time: time))
        return moments.count - 1
    }

    private mutating func note(_ family: MetricFamily, _ metric: String) {
        guard metadata[metric] == nil, metadata.count < Self.metadataLimit else { return }
        metadata[metric] = MetricMetadata(
            name: metric, kind: MetricMetadata.Kind(rawValue: family.kind.rawValue) ?? .unknown, help: family.help,
            unit: family.unit)
    }

    private mutating func add(
        _ point: MetricPoint, _ family: MetricFamily, _ series: [Labels], to samples: inout [SampleRow.Sample]
    ) {
        let isDelta = family.isDelta && family.kind != .gauge
        let (sums, counts) = (series.count - 2, series.count - 1)
        switch point.value {
        case .number(let number):
            samples.append(sample(series[0], number.value, isDelta, isTotal: family.kind != .gauge))
        case .histogram(let count, let sum, let bounds, let buckets):
            var cumulative = 0.0
            for (place, bucket) in zip(bounds.indices, buckets) {
                cumulative += bucket
                samples.append(sample(series[place], cumulative, isDelta))
            }
            samples.append(sample(series[bounds.count], count, isDelta))
            if let sum { samples.append(sample(series[sums], sum.value, isDelta)) }
            samples.append(sample(series[counts], count, isDelta))
        case .summary(let count, let sum, let quantiles):
            for (place, quantile) in quantiles.enumerated() {
                samples.append(SampleRow.Sample(series[place], quantile.value.value, isTotal: false))
            }
            samples.append(sample(series[sums], sum.value, isDelta))
            samples.append(sample(series[counts], count, isDelta))
        }
    }

    private mutating func sample(
        _ labels: Labels, _ value: Double, _ isDelta: Bool, isTotal: Bool = true
    ) -> SampleRow.Sample {
        guard isDelta, !value.isStaleMarker else { return SampleRow.Sample(labels, value, isTotal: isTotal) }
        let total = totals[labels, default: 0] + value
        totals[labels] = total
        // Of an overflow's totals in one row the last says it all: they are not to be added up once more.
        return SampleRow.Sample(labels, total, isTotal: isTotal && labels[SeriesRegistry.overflow].isEmpty)
    }

    /// Where differences are added up: under their own series, or beyond the limits under those of the overflow, so
    /// that its totals stay true.
    private mutating func placed(_ series: [Labels], _ metric: String) -> [Labels] {
        if totals[series[series.count - 1]] != nil { return series }
        guard totals.count + series.count <= Self.totalsLimit, totalPoints[metric, default: 0] < Self.pointLimit else {
            return series.map(SeriesRegistry.folded)
        }
        totalPoints[metric, default: 0] += 1
        return series
    }
}

extension Timestamp {
    /// Since 1970, rounded down.
    var milliseconds: Int64 { (nanoseconds - (nanoseconds < 0 ? 999_999 : 0)) / 1_000_000 }
}
