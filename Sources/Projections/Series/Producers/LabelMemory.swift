import EventStore
import PromQL

/// The labels that a source's last event had, by their places: the next event most likely has the same, and then they
/// need not be made again.
struct LabelMemory: Sendable {
    private struct Family {
        let name: String
        let kind: MetricFamily.Kind
        let unit: String
        let metric: String
        var points: [Point] = []
    }

    private struct Point {
        let labels: JSONObject
        /// Bounds of buckets or shares of quantiles.
        let bounds: [Double]
        let series: [Labels]
    }

    /// Labels that every series has.
    private let common: [(String, String)]
    private var families: [Family] = []

    init(common: [(String, String)]) { self.common = common }

    /// What the metric of the family at a place is called.
    mutating func metric(_ place: Int, _ family: MetricFamily) -> String {
        if place < families.count, families[place].name == family.name, families[place].kind == family.kind,
            families[place].unit == family.unit
        {
            return families[place].metric
        }
        let metric = MetricNames.metric(of: family)
        let known = Family(name: family.name, kind: family.kind, unit: family.unit, metric: metric)
        if place < families.count { families[place] = known } else { families.append(known) }
        return metric
    }

    /// The series of a point: of a number one, else the buckets or quantiles, then `_sum` and `_count`.
    ///
    /// ``metric(_:_:)`` has been asked for the family before.
    mutating func series(_ place: Int, _ index: Int, _ point: MetricPoint) -> [Labels] {
        let bounds = Self.bounds(point)
        if index < families[place].points.count {
            let known = families[place].points[index]
            if known.bounds == bounds, known.labels.members == point.labels.members { return known.series }
        }
        let series = make(families[place].metric, point, bounds)
        let known = Point(labels: point.labels, bounds: bounds, series: series)
        if index < families[place].points.count {
            families[place].points[index] = known
        } else {
            families[place].points.append(known)
        }
        return series
    }

    private static func bounds(_ point: MetricPoint) -> [Double] {
        switch point.value {
        case .number: []
        case .histogram(_, _, let bounds, _): bounds
        case .summary(_, _, let quantiles): quantiles.map(\.share)
        }
    }

    private func make(_ metric: String, _ point: MetricPoint, _ bounds: [Double]) -> [Labels] {
        var pairs = common
        var taken: [String: String] = [:]
        for member in point.labels.members {
            let name = MetricNames.label(member.key)
            let value = member.value.string ?? String(decoding: member.value.bytes, as: UTF8.self)
            // Two names that have become one share it, as in Prometheus.
            taken[name] = taken[name].map { "\($0);\(value)" } ?? value
        }
        pairs += taken.map { ($0.key, $0.value) }
        let name = Labels.metricName
        switch point.value {
        case .number: return [Labels(pairs + [(name, metric)])]
        case .histogram:
            return (bounds.map(SampleText.format) + ["+Inf"]).map {
                Labels(pairs + [(name, metric + "_bucket"), ("le", $0)])
            } + Self.totals(metric, pairs)
        case .summary:
            return bounds.map { Labels(pairs + [(name, metric), ("quantile", SampleText.format($0))]) }
                + Self.totals(metric, pairs)
        }
    }

    private static func totals(_ metric: String, _ pairs: [(String, String)]) -> [Labels] {
        ["_sum", "_count"].map { Labels(pairs + [(Labels.metricName, metric + $0)]) }
    }
}
