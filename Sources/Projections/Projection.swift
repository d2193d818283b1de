public import EventStore

/// A read model as a value: the fold of the log so far.
///
/// `apply` is total and deterministic. It reads no clock, throws nothing and does no I/O, so the same log
/// always folds to the same value: live, in a replay, in a test, or as of a past position. Time comes from
/// the event. What it keeps is bounded, whatever the log holds. `Codable` is how it is stored in snapshots: its
/// properties, which may be values, lists, dictionaries and raw enums, but no cases with values.
public protocol Projection: Codable, Sendable {
    /// Unique among the projections of a host, such as `task_board`.
    static var name: String { get }

    /// Raise it when the fold changes meaning: a stored value of an older version is then folded anew.
    ///
    /// A change of the properties alone is found out without it.
    static var version: Int { get }

    /// The only events `apply` acts on; the host delivers, and a replay reads, nothing else.
    static var consumes: [any Event.Type] { get }

    /// The value of an empty log.
    init()

    mutating func apply(_ event: RecordedEvent)
}

extension Projection {
    /// Folds events in order; those of types it does not consume are passed over.
    public init(folding events: some Sequence<RecordedEvent>) {
        self.init()
        let types = Set(Self.consumes.map { $0.type })
        for event in events where types.contains(event.type) { apply(event) }
    }

    /// Every event that matters to this projection, up to and including a position (nil: to the end).
    public static func selection(through position: Position? = nil) -> Selection {
        Selection(types: consumes.map { TypePattern($0.type.name) }, through: position)
    }
}
