public import EventStore
public import PromQL

/// What one event says of many series at one moment.
public struct SampleRow: Equatable, Sendable {
    /// The value of one series.
    public struct Sample: Equatable, Sendable {
        /// With `__name__`; the same value given again and again is recognized fastest.
        public let labels: Labels
        public let value: Double
        /// Whether values of several series may be added up, as totals of counters and buckets may and readings of
        /// gauges may not: what becomes of series beyond the limits.
        public let isTotal: Bool

        public init(_ labels: Labels, _ value: Double, isTotal: Bool) {
            self.labels = labels
            self.value = value
            self.isTotal = isTotal
        }
    }

    /// Whose samples these are, such as a stream and a kind of event: rows of one source lie side by side, and are
    /// smallest where they have the same series in the same order.
    public let source: String
    /// Milliseconds since 1970.
    public let time: Int64
    /// The event that says it.
    public let position: Position
    /// At most one for each series; of two the first counts.
    public var samples: [Sample]
    /// Whether the rows of this event tell everything of the source: a series that the event before had, and this has
    /// not, then ends with a stale marker.
    public let isWhole: Bool

    public init(source: String, time: Int64, position: Position, samples: [Sample], isWhole: Bool) {
        self.source = source
        self.time = time
        self.position = position
        self.samples = samples
        self.isWhole = isWhole
    }
}
