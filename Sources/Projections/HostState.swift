import EventStore

/// What a host guards with its lock: the read models, how far they are stored, and who waits.
struct HostState: Sendable {
    typealias Waiter = CheckedContinuation<Bool, Never>

    private(set) var models: ReadModels
    /// The position of the last value that was given away to be stored.
    private var stored = Position.start
    /// Events between two values to store.
    private var spacing: UInt64
    private var rebuild: RebuildReport?
    /// What was applied since a rebuild asked for it; nil where none does.
    private var handover: [RecordedEvent]?
    private var waiters: [Int: (position: Position, waiter: Waiter)] = [:]
    private var nextWaiter = 0
    private var isStopped = false

    init(models: ReadModels, spacing: UInt64) {
        self.models = models
        self.spacing = spacing
    }

    /// What has to be done, outside the lock, after events were applied.
    struct Consequences {
        /// Waiters whose position has come.
        var ready: [Waiter] = []
        /// A value to store: a copy, which later events do not change.
        var due: ReadModels?
        /// What the log is to be told of a rebuild.
        var news: (any Event)?
    }

    /// Applies events in place.
    mutating func apply(_ events: [RecordedEvent]) -> Consequences {
        for event in events { models.apply(event) }
        handover?.append(contentsOf: events)
        var consequences = Consequences()
        if models.position.value >= stored.value + spacing {
            stored = models.position
            consequences.due = models
        }
        consequences.news = rebuild?.advance(to: models.position)
        if rebuild?.isOver(at: models.position) == true { rebuild = nil }
        consequences.ready = takeReady()
        return consequences
    }

    /// Goes on from a stored value, and with how many events between two values to store.
    ///
    /// Gives the waiters whose position has come with it.
    mutating func restore(_ models: ReadModels, spacing: UInt64) -> [Waiter] {
        self.models = models
        self.spacing = spacing
        stored = models.position
        return takeReady()
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

    mutating func makeWaiterID() -> Int {
        nextWaiter += 1
        return nextWaiter
    }

    /// The answer where it is known at once; otherwise nil, and the waiter is kept.
    mutating func add(_ waiter: Waiter, id: Int, for position: Position) -> Bool? {
        if models.position >= position { return true }
        if isStopped { return false }
        waiters[id] = (position, waiter)
        return nil
    }

    mutating func removeWaiter(_ id: Int) -> Waiter? { waiters.removeValue(forKey: id)?.waiter }

    /// Waiting makes sense from now on; it also does before the first run.
    mutating func begin() { isStopped = false }

    private mutating func takeReady() -> [Waiter] {
        guard !waiters.isEmpty else { return [] }
        let ready = waiters.filter { $0.value.position <= models.position }
        for id in ready.keys { waiters[id] = nil }
        return ready.values.map(\.waiter)
    }

    /// Ends every wait, now and until the next run.
    mutating func stop() -> [Waiter] {
        isStopped = true
        defer { waiters = [:] }
        return waiters.values.map(\.waiter)
    }
}
