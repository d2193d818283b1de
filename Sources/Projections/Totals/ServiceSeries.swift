public import EventStore

/// The series of this service: what follows from its events, and what the process measures of itself.
///
/// One row at every sample of the process, with every series, so that rates are as exact as a scrape's. A series that
/// is not in the next row has ended.
public struct ServiceSeries: SeriesProducer {
    public static let name = "service"
    public static let version = 1
    public static var consumes: [any Event.Type] { Catalogue.standard.all }
    public static var reads: [any Event.Type] { ServiceTotals.reads }

    private var totals = ServiceTotals()
    private var samples = FamilySamples()
    /// Not stored: it only spares work.
    private var memory = LabelMemory(common: [])

    private enum CodingKeys: String, CodingKey { case totals, samples }

    public init() {}

    /// Every metric as it is now.
    public var families: [MetricFamily] { totals.families }

    public var metadata: [MetricMetadata] { samples.metadata.values.sorted { $0.name < $1.name } }

    public mutating func rows(for event: RecordedEvent) -> [SampleRow] {
        totals.apply(event)
        guard event.type == MetricsSampled.type else { return [] }
        let moments = samples.moments(of: totals.families, time: event.time.milliseconds, &memory)
        return moments.map { moment in
            SampleRow(
                source: Self.name, time: moment.time, position: event.position, samples: moment.samples,
                isWhole: true)
        }
    }
}
