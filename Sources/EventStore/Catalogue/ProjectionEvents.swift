/// What becomes of stored read models: a snapshot that cannot be used is discarded, and the log folded anew.
///
/// Stream `projection-<name>`, such as `projection-models`.
public enum ProjectionEvents {
    public static let page: [any Event.Type] = [
        ProjectionRebuildStarted.self, ProjectionRebuildProgressed.self, ProjectionRebuildCompleted.self,
    ]

    public static func stream(of name: String) -> StreamName { StreamName("projection", name) }
}

/// Read models are folded anew.
public struct ProjectionRebuildStarted: Event {
    public static let type: EventType = "projection.rebuild_started"
    /// What is folded: `models` for all read models, else one by its name.
    public let name: String
    /// `no_snapshot`, `other_schema`, `other_log`, `damaged` or `requested`.
    public let reason: String
    /// The last position that needs no folding; 0 where all of the log does.
    public let position: Position
    /// The log's head at the start: the rebuild ends there.
    public let through: Position

    public init(name: String, reason: String, position: Position, through: Position) {
        self.name = name
        self.reason = reason
        self.position = position
        self.through = through
    }
}

/// A rebuild has come so far.
public struct ProjectionRebuildProgressed: Event {
    public static let type: EventType = "projection.rebuild_progressed"
    public let name: String
    /// The last position folded.
    public let position: Position
    public let through: Position

    public init(name: String, position: Position, through: Position) {
        self.name = name
        self.position = position
        self.through = through
    }
}

/// A rebuild has reached the head that the log had when it began.
public struct ProjectionRebuildCompleted: Event {
    public static let type: EventType = "projection.rebuild_completed"
    public let name: String
    /// The last position folded.
    public let position: Position
    /// Events that were read for it.
    public let events: Int

    public init(name: String, position: Position, events: Int) {
        self.name = name
        self.position = position
        self.events = events
    }
}
