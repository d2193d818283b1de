import EventStore

/// What a host guards with its lock: the read models, and how far they are stored.
struct HostState: Sendable {
    private(set) var models: ReadModels
    /// The position of the last value that was given away to be stored.
    private var stored = Position.start
    /// Events between two values to store.
    private var spacing: UInt64
    private var rebuild: RebuildReport?
    /// What was applied since a rebuild asked for it; nil where none does.
    private var handover: [RecordedEvent]?

    init(models: ReadModels, spacing: UInt64) {
        self.models = models
        self.spacing = spacing
    }

    /// What has to be done, outside the lock, after events were applied.
    struct Consequences {
        /// How far the models are now.
        let position: Position
        /// A value to store: a copy, which later events do not change.
        var due: ReadModels?
        /// What the log is to be told of a rebuild.
        var news: (any Event)?
    }

    /// Applies events in place.
    mutating func apply(_ events: ArraySlice<RecordedEvent>) -> Consequences {
        for event in events { models.apply(event) }
        handover?.append(contentsOf: events)
        var consequences = Consequences(position: models.position)
        if models.position.value >= stored.value + spacing {
            stored = models.position
            consequences.due = models
        }
        consequences.news = rebuild?.advance(to: models.position)
        if rebuild?.isOver(at: models.position) == true { rebuild = nil }
        return consequences
    }

    /// Goes on from a stored value, and with how many events between two values to store.
    mutating func restore(_ models: ReadModels, spacing: UInt64) {
        self.models = models
        self.spacing = spacing
        stored = models.position
    }

    /// Keeps what is applied from now on for ``swap(_:)``; gives the last position before it.
    mutating func openHandover() -> Position {
        handover = []
        return models.position
    }

    mutating func closeHandover() { handover = nil }

    /// Puts new values, which include everything up to where the handover was opened, in the place of the old ones.
    ///
    /// Gives all models as they are then.
    mutating func swap(_ fresh: ReadModels) -> ReadModels {
        var fresh = fresh
        for event in handover ?? [] { fresh.apply(event) }
        handover = nil
        models.replace(with: fresh)
        return models
    }

    mutating func report(_ rebuild: RebuildReport?) { self.rebuild = rebuild }

    /// The value, where it holds more than was stored last.
    mutating func unstored() -> ReadModels? {
        guard models.position > stored else { return nil }
        stored = models.position
        return models
    }

    var progress: Rebuild? { rebuild?.state(at: models.position) }
}
