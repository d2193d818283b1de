/// Which events a reader wants; every condition given must hold, and none given means all.
public struct Selection: Hashable, Sendable {
    /// Any of these patterns; empty for every type.
    public var types: [TypePattern]
    public var stream: StreamName?
    public var category: String?
    public var trace: TraceID?
    public var principal: String?
    /// The last position of interest, inclusive.
    public var through: Position?
    /// Event time, both ends inclusive.
    public var since: Timestamp?
    public var until: Timestamp?

    public init(
        types: [TypePattern] = [], stream: StreamName? = nil, category: String? = nil, trace: TraceID? = nil,
        principal: String? = nil, through: Position? = nil, since: Timestamp? = nil, until: Timestamp? = nil
    ) {
        self.types = types
        self.stream = stream
        self.category = category
        self.trace = trace
        self.principal = principal
        self.through = through
        self.since = since
        self.until = until
    }

    /// Every event there is.
    public static let all = Selection()

    public func matches(_ event: RecordedEvent) -> Bool {
        if let stream, event.stream != stream { return false }
        if let trace, event.metadata.trace?.traceID != trace { return false }
        if let category, event.stream.category != category { return false }
        if let principal, event.metadata.principal != principal { return false }
        if let through, event.position > through { return false }
        if let since, event.time < since { return false }
        if let until, event.time > until { return false }
        return types.isEmpty || types.contains { $0.matches(event.type) }
    }
}

/// One answer to a read.
public struct Page: Sendable {
    public let events: [RecordedEvent]
    /// How far the log was examined: where the next page starts, also where nothing matched.
    public let through: Position
    /// True where nothing more was there at the time of reading.
    public let isLast: Bool

    public init(events: [RecordedEvent], through: Position, isLast: Bool) {
        self.events = events
        self.through = through
        self.isLast = isLast
    }
}
