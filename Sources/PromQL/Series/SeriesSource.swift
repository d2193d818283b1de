/// Where an engine finds its samples.
public protocol SeriesSource: Sendable {
    /// The series that satisfy every matcher of `selection` and may have samples within its time.
    ///
    /// The labels of the answer are distinct. Samples are sorted by time, at most one a millisecond; those outside
    /// the time asked for are ignored, so a source may give whole blocks. A source that would have to give more
    /// than `selection.seriesLimit` series throws ``QueryError/tooManySeries(limit:)`` instead of gathering them.
    func select(_ selection: SeriesSelection) throws -> [SelectedSeries]
}

/// A series that a source gives: its labels now, its samples when they are wanted.
public struct SelectedSeries: Sendable {
    public let labels: Labels
    /// All samples within the time that was asked for, and maybe more.
    public let load: @Sendable () throws -> Samples

    public init(labels: Labels, samples: Samples) {
        self.labels = labels
        load = { samples }
    }

    /// Loads the samples when the engine comes to this series, at most once a selector, so that one series at a
    /// time needs to be unpacked.
    public init(labels: Labels, load: @escaping @Sendable () throws -> Samples) {
        self.labels = labels
        self.load = load
    }
}

/// What one selector of a query asks a source for.
public struct SeriesSelection: Equatable, Sendable {
    /// All of them must match; a missing label has the empty value.
    public let matchers: [Matcher]
    /// First and last millisecond that can matter, both included.
    public let from: Int64
    public let to: Int64
    /// At most so many series may be given.
    public let seriesLimit: Int
    /// What the query will do with the samples; a source may use it and may ignore it.
    public let hints: Hints

    /// The use of the samples, for a source that keeps sums of them.
    public struct Hints: Equatable, Sendable {
        /// Milliseconds between two evaluations, 0 for a single one.
        public var step: Int64 = 0
        /// Milliseconds of the range vector, 0 for an instant vector.
        public var range: Int64 = 0
        /// The function or aggregation directly around the selector, empty for none.
        public var function = ""

        public init() {}
    }

    public init(
        matchers: [Matcher], from: Int64, to: Int64, seriesLimit: Int = .max, hints: Hints = Hints()
    ) {
        self.matchers = matchers
        self.from = from
        self.to = to
        self.seriesLimit = seriesLimit
        self.hints = hints
    }
}
