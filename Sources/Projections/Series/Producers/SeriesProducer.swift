public import EventStore

/// Makes samples of events: the one seam between what happens and what can be queried.
///
/// A pure fold: no clock, no I/O, no throw, and its state is bounded and stored with the series, so that a start goes
/// on where it was. `Codable` as for a ``Projection``: values, lists, dictionaries and raw enums.
public protocol SeriesProducer: Codable, Sendable {
    /// Unique among the producers of a host, such as `received`.
    static var name: String { get }

    /// Raise it when the same events come to mean other samples: all series are then derived anew.
    static var version: Int { get }

    /// The only events that are handed to it.
    static var consumes: [any Event.Type] { get }

    /// Those of them whose facts it looks into; of the others it sees only that they happened. By default all.
    static var reads: [any Event.Type] { get }

    /// What the event adds; all of it in rows of the event's position, in the order in which it counts.
    mutating func rows(for event: RecordedEvent) -> [SampleRow]

    /// What is known of the metrics so far, in any order.
    var metadata: [MetricMetadata] { get }
}

extension SeriesProducer {
    public static var reads: [any Event.Type] { consumes }
}
