public import EventStore
import PromQL

/// The series of this service: what follows from its events, and what the process measures of itself.
///
/// One row at every sample of the process, with every series, so that rates are as exact as a scrape's. A series that
/// is not in the next row has ended. A total that comes for the first time was 0 at the sample before: without a sample
/// that says so, `increase` would not see what it began with.
public struct ServiceSeries: SeriesProducer {
    public static let name = "service"
    public static let version = 2
    public static var consumes: [any Event.Type] { Catalogue.standard.all }
    public static var reads: [any Event.Type] { ServiceTotals.reads }

    private var totals = ServiceTotals()
    private var samples = FamilySamples()
    private static let knownLimit = 100_000
    /// Not stored: it only spares work.
    private var memory = LabelMemory(common: [])

    /// Totals that had a sample.
    private var known: [Labels: Bool] = [:]
    /// The time of the last row.
    private var last: Int64?

    private enum CodingKeys: String, CodingKey { case totals, samples, known, last }

    public init() {}

    /// Every metric as it is now.
    public var families: [MetricFamily] { totals.families }

    public var metadata: [MetricMetadata] { samples.metadata.values.sorted { $0.name < $1.name } }

    public mutating func rows(for event: RecordedEvent) -> [SampleRow] {
        totals.apply(event)
        guard event.type == MetricsSampled.type else { return [] }
        let moments = samples.moments(of: totals.draw(), time: event.time.milliseconds, &memory)
        let rows = moments.map { moment in
            SampleRow(
                source: Self.name, time: moment.time, position: event.position, samples: moment.samples,
                isWhole: true)
        }
        return births(rows, event).map { [$0] + rows } ?? rows
    }

    /// The row before: 0 for each total that is new.
    private mutating func births(_ rows: [SampleRow], _ event: RecordedEvent) -> SampleRow? {
        guard let time = rows.first?.time else { return nil }
        defer { last = rows.last?.time }
        let totals = rows.reduce(0) { $0 + $1.samples.count { $0.isTotal } }
        guard totals > known.count, known.count < Self.knownLimit else { return nil }
        var zeros: [SampleRow.Sample] = []
        for sample in rows.flatMap(\.samples) where sample.isTotal {
            guard known.updateValue(true, forKey: sample.labels) == nil else { continue }
            zeros.append(SampleRow.Sample(sample.labels, 0, isTotal: true))
        }
        // Just after the last row, so that it is a row of its own; before the first one there was nothing at all.
        let place = (last ?? time - 2) + 1
        guard !zeros.isEmpty, place < time else { return nil }
        return SampleRow(source: Self.name, time: place, position: event.position, samples: zeros, isWhole: true)
    }
}
