import EventStore
import PromQL

/// A family with the names and samples that a scrape shows.
struct ExposedFamily {
    struct Sample {
        let name: String
        let labels: [(name: String, value: String)]
        let value: Double
        var exemplar: MetricExemplar?
    }

    /// As queries call it, with `_total` for a counter.
    let name: String
    let kind: MetricFamily.Kind
    let help: String
    /// In words, such as `seconds`; empty where the name does not end with it.
    let unit: String
    private(set) var samples: [Sample] = []

    /// Scrapes are checked for a help text: every metric has one.
    private static let unexplained = "Measured by a library within the process."

    init(_ family: MetricFamily) {
        name = MetricNames.metric(
            family.name, unit: family.unit, isCounter: family.kind == .counter, isGauge: family.kind == .gauge)
        kind = family.kind
        help = family.help.isEmpty ? Self.unexplained : family.help
        let base = kind == .counter ? String(name.dropLast("_total".count)) : name
        unit = ["seconds", "bytes", "ratio"].first { base.hasSuffix("_" + $0) } ?? ""
        for point in family.points { add(point) }
    }

    /// OpenMetrics calls a counter by its name without `_total`.
    var openName: String { kind == .counter ? String(name.dropLast("_total".count)) : name }

    private mutating func add(_ point: MetricPoint) {
        let labels = point.labels.members.map {
            (name: MetricNames.label($0.key), value: $0.value.string ?? $0.value.text)
        }.filter { !$0.value.isEmpty }
        switch point.value {
        case .number(let number):
            guard number != .stale else { return }
            samples.append(Sample(name: name, labels: labels, value: number.value, exemplar: point.exemplars.last))
        case .histogram(let count, let sum, let bounds, let counts):
            buckets(bounds, counts, count, labels, point.exemplars)
            ending(count, sum, labels)
        case .summary(let count, let sum, let quantiles):
            for quantile in quantiles {
                let share = (name: "quantile", value: SampleText.format(quantile.share))
                samples.append(Sample(name: name, labels: labels + [share], value: quantile.value.value))
            }
            ending(count, sum, labels)
        }
    }

    private mutating func buckets(
        _ bounds: [Double], _ counts: [Double], _ count: Double, _ labels: [(name: String, value: String)],
        _ exemplars: [MetricExemplar]
    ) {
        var total = 0.0
        var least = -Double.infinity
        for (bound, amount) in zip(bounds + [.infinity], counts) {
            total += amount
            let limit = (name: "le", value: SampleText.format(bound))
            let exemplar = exemplars.last { $0.value.value > least && $0.value.value <= bound }
            samples.append(
                Sample(
                    name: name + "_bucket", labels: labels + [limit], value: bound.isInfinite ? count : total,
                    exemplar: exemplar))
            least = bound
        }
    }

    private mutating func ending(_ count: Double, _ sum: MetricNumber?, _ labels: [(name: String, value: String)]) {
        if let sum { samples.append(Sample(name: name + "_sum", labels: labels, value: sum.value)) }
        samples.append(Sample(name: name + "_count", labels: labels, value: count))
    }
}
