public import PromQL

/// Series in memory, sample after sample: what rule tests run over.
public struct MemorySeries: SeriesSource {
    private var byName: [String: [Labels: Samples]] = [:]

    public init() {}

    /// Adds a sample; one that is not later than the last of its series is passed over.
    public mutating func append(_ labels: Labels, _ value: Double, at time: Int64) {
        let name = labels[Labels.metricName]
        if let last = byName[name]?[labels]?.timestamps.last, last >= time { return }
        byName[name, default: [:]][labels, default: Samples()].timestamps.append(time)
        byName[name]?[labels]?.values.append(value)
    }

    public func select(_ selection: SeriesSelection) throws -> [SelectedSeries] {
        let named = selection.matchers.first { $0.name == Labels.metricName }?.possibleValues
        let candidates = named.map { $0.compactMap { byName[$0] } } ?? Array(byName.values)
        return candidates.flatMap { series in
            series.compactMap { labels, samples in
                guard selection.matchers.allSatisfy({ $0.matches(labels[$0.name]) }),
                    let first = samples.timestamps.first,
                    let last = samples.timestamps.last, first <= selection.to, last >= selection.from
                else { return nil }
                return SelectedSeries(labels: labels, samples: samples)
            }
        }
    }
}
