/// When an append counts as done.
public enum Durability: Hashable, Sendable {
    /// Survives the death of the process at any moment.
    case committed
    /// Survives the loss of power: synced to the disk before the append returns.
    case synced
}

/// What somebody asks the log to append: events of one stream, all or none.
public struct Proposal: Sendable {
    public var events: [any Event]
    /// Events as another log holds them, before `events`.
    let raw: [ProposedEvent]
    public var stream: StreamName
    public var expecting: ExpectedRevision
    public var durability: Durability
    /// A repeat with the same key returns the first append's result and writes nothing.
    public var key: String?
    public var metadata: EventMetadata

    public init(
        _ events: [any Event], to stream: StreamName, expecting: ExpectedRevision = .any,
        durability: Durability = .committed, key: String? = nil, metadata: EventMetadata = EventMetadata()
    ) {
        self.events = events
        raw = []
        self.stream = stream
        self.expecting = expecting
        self.durability = durability
        self.key = key
        self.metadata = metadata
    }

    /// Proposes events byte for byte as another log holds them, whether this build knows their types or not.
    public init(
        raw: [ProposedEvent], to stream: StreamName, expecting: ExpectedRevision = .any,
        durability: Durability = .committed, key: String? = nil, metadata: EventMetadata = EventMetadata()
    ) {
        events = []
        self.raw = raw
        self.stream = stream
        self.expecting = expecting
        self.durability = durability
        self.key = key
        self.metadata = metadata
    }
}

/// Where an append's events stand in the log.
public struct Appended: Hashable, Sendable {
    public let first: Position
    public let last: Position
    /// The stream's revision after the append.
    public let revision: Revision
    /// True where the idempotency key had been used before and nothing was written.
    public let isRepeat: Bool

    public init(first: Position, last: Position, revision: Revision, isRepeat: Bool = false) {
        self.first = first
        self.last = last
        self.revision = revision
        self.isRepeat = isRepeat
    }
}
