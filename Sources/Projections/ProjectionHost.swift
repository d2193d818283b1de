public import EventStore
import Synchronization

/// Keeps read models up to date with a log, and hands out views of them.
///
/// A thin shell: the values change in place under one lock, a page of events at a time. A copy is made only
/// when a view is asked for, and then shares everything until the next event touches it.
public final class ProjectionHost: Sendable {
    let log: any EventLog
    let snapshots: ModelSnapshots
    private let state: Mutex<HostState>
    private let waiters: PositionWaiters
    /// Whether it begins with what the log stores of it, and stores more.
    let isStored: Bool
    /// Each projection's stored shape by its name, once somebody has asked: to find one out takes a millisecond.
    let schemas = Mutex<[String: String]>([:])
    /// The rebuilds that somebody asked for.
    let board = Mutex(RebuildBoard())
    /// Where those wait that are to be done; nil while the host does not run.
    let rebuildQueue = Mutex<AsyncStream<RebuildPlan>.Continuation?>(nil)

    /// - Parameters:
    ///   - timeout: how long a view waits for a position where the caller names no other time.
    ///   - snapshots: how many values the log keeps, for starts and for looks at the past.
    public init(
        log: any EventLog, projections: [any Projection.Type], timeout: Duration = .seconds(5),
        snapshots: SnapshotLimits = SnapshotLimits()
    ) {
        self.log = log
        self.snapshots = ModelSnapshots(log: log, empty: ReadModels(projections), limits: snapshots)
        waiters = PositionWaiters(timeout: timeout)
        isStored = true
        state = Mutex(HostState(models: ReadModels(projections), spacing: snapshots.spacing))
    }

    /// A host for an empty log whose read models already know what happened in another one; it stores nothing.
    public init(log: any EventLog, beginning models: ReadModels) {
        self.log = log
        snapshots = ModelSnapshots(log: log, empty: ReadModels(models.projections), limits: SnapshotLimits())
        waiters = PositionWaiters(timeout: .seconds(5))
        isStored = false
        state = Mutex(HostState(models: models.asBeginning, spacing: .max / 2))
    }

    /// Applies the log from where the host is, then what is appended, until the log closes or the task is cancelled.
    ///
    /// The first run begins at the latest snapshot that this build can read. While it runs, and when it is cancelled,
    /// it stores snapshots, beside the applying and never in its way.
    ///
    /// - Throws: a `StorageError` of the log; where a projection has a property that cannot be stored.
    public func run() async throws {
        waiters.begin()
        defer { waiters.stop() }
        if isStored, position == .start { try await restore() }
        let (values, supply) = AsyncStream.makeStream(of: ReadModels.self, bufferingPolicy: .bufferingNewest(1))
        let (plans, queue) = AsyncStream.makeStream(of: RebuildPlan.self)
        rebuildQueue.withLock { $0 = queue }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: BackgroundExecutor.shared) {
                for await models in values { await self.snapshots.save(models) }
            }
            group.addTask { for await plan in plans { await self.performQueued(plan) } }
            group.addTask {
                defer {
                    supply.finish()
                    self.rebuildQueue.withLock { $0 = nil }
                    queue.finish()
                }
                try await self.follow(supply)
            }
            try await group.waitForAll()
        }
        if isStored, let models = state.withLock({ $0.unstored() }) { await snapshots.save(models) }
    }

    /// Applies what the log holds, with the facts read ahead by other threads, and then what is appended.
    private func follow(_ supply: AsyncStream<ReadModels>.Continuation) async throws {
        let empty = models.fresh(models.projections.map { $0.name })
        let pages = FoldPages(log: log) { empty.isRead($0) }
        do {
            try await pages.each(Selection(through: log.head), after: position) { page in
                if let due = apply(page.events) { supply.yield(due) }
            }
        } catch is CancellationError {
            return
        }
        var breath = Breath()
        for try await page in log.subscribe(to: .all, after: position) {
            breath.begin()
            // Facts are read outside the lock: that is most of the work.
            let page = pages.prepared(page)
            breath.take()
            if let due = apply(page.events, pause: { breath.take() }) { supply.yield(due) }
        }
    }

    /// From now on what is applied is kept for ``swap(_:)``; gives the last position before it.
    func openHandover() -> Position { state.withLock { $0.openHandover() } }

    /// Nothing takes over: what would be kept for it is not.
    func closeHandover() { state.withLock { $0.closeHandover() } }

    /// Puts new values of some projections in the place of the old ones; gives all as they are then.
    func swap(_ fresh: ReadModels) -> ReadModels { state.withLock { $0.swap(fresh) } }

    /// How far a rebuild is that goes on now; nil where the models came from a snapshot, or are past it.
    public var rebuild: Rebuild? { state.withLock { $0.progress } }

    /// The last position applied.
    public var position: Position { state.withLock { $0.models.position } }

    /// A projection as it is now.
    public func view<P: Projection>(_ type: P.Type) -> View<P> { state.withLock { $0.models.view(type) } }

    /// Every projection as it is now, all at one position.
    public var models: ReadModels { state.withLock { $0.models } }

    /// Looks into a projection without keeping a copy: the cheap way to answer a small question often.
    ///
    /// `body` runs under the host's lock and must be short.
    public func read<P: Projection, Answer: Sendable>(
        _ type: P.Type, _ body: @Sendable (View<P>) -> Answer
    ) -> Answer {
        state.withLock { body($0.models.view(type)) }
    }

    /// Returns once `position` has been applied.
    public func wait(for position: Position, timeout: Duration? = nil) async throws(ProjectionError) {
        if self.position >= position { return }
        try await waiters.wait(for: position, timeout: timeout)
    }

    /// A projection that includes `position`: what a writer asks for to read its own writes.
    public func view<P: Projection>(
        _ type: P.Type, including position: Position, timeout: Duration? = nil
    ) async throws(ProjectionError) -> View<P> {
        try await wait(for: position, timeout: timeout)
        return view(type)
    }

    /// Returns once everything that is in the log now has been applied.
    public func caughtUp(timeout: Duration? = nil) async throws(ProjectionError) {
        try await wait(for: log.head, timeout: timeout)
    }

    /// A projection as it was when `position` was the last event, folded anew from the log.
    ///
    /// - Throws: ``ProjectionError/notYet(_:head:)`` beyond the log's head; a `StorageError` of the log.
    public func view<P: Projection>(_ type: P.Type, asOf position: Position) async throws -> View<P> {
        try check(position)
        let start = try await start(for: position)
        let past = start.holds(type) ? start.view(type) : nil
        let value = try await fold(
            past?.value ?? P(), P.selection(through: position), after: past?.position ?? .start,
            isRead: !(P.self is any EnvelopeProjection.Type)
        ) { $0.apply($1) }
        return View(value: value, position: position, time: try await time(at: position))
    }

    /// Every projection as it was when `position` was the last event.
    public func models(asOf position: Position) async throws -> ReadModels {
        try check(position)
        let models = try await start(for: position)
        return try await fold(models, Selection(through: position), after: models.position) { $0.apply($1) }
    }

    /// The last position at or before a moment of event time; `Position.start` where the log began later.
    public func position(at moment: Timestamp) async throws -> Position {
        try await log.readBackwards(Selection(until: moment), before: nil, limit: 1).events.first?.position ?? .start
    }

    /// Events applied under the lock at once: whoever looks into a model on an event loop waits for no more of them.
    private static let stretch = 32

    /// Applies the next events and wakes whoever waited for them; gives a value where one is to be stored.
    ///
    /// - Parameter pause: called every now and then.
    func apply(_ events: [RecordedEvent], pause: () -> Void = {}) -> ReadModels? {
        var due: ReadModels?
        for start in stride(from: 0, to: max(events.count, 1), by: Self.stretch) {
            let part = events[start..<min(start + Self.stretch, events.count)]
            let consequences = state.withLock { $0.apply(part) }
            waiters.note(consequences.position)
            if let news = consequences.news { tell(news) }
            due = consequences.due ?? due
            pause()
        }
        return due
    }

    /// Takes over the latest usable snapshot; where much is left to fold, the log hears of it.
    private func restore() async throws {
        let head = log.head
        let found = try await restored()
        // A log that grew without snapshots gets them so far apart that they need not be thinned at once.
        let spacing = snapshots.limits.stretch(of: head.value - found.models.position.value)
        state.withLock { $0.restore(found.models, spacing: spacing) }
        waiters.note(found.models.position)
        guard let reason = found.rebuild, head > found.models.position else { return }
        let report = RebuildReport(
            name: ModelSnapshots.label, reason: reason, from: found.models.position, through: head)
        state.withLock { $0.report(report) }
        tell(report.started)
    }

    /// Every projection as a first run would have it once it has caught up: the latest stored value, and the rest of the
    /// log.
    public func modelsOfStart() async throws -> ReadModels {
        let models = try await restored().models
        return try await fold(models, Selection(through: log.head), after: models.position) { $0.apply($1) }
    }

    /// What a first run begins with.
    func restored() async throws -> ModelSnapshots.Restored { try await snapshots.restore() }

    /// Where folding up to a position may begin: the latest value known that is not beyond it.
    private func start(for position: Position) async throws -> ReadModels {
        let models = state.withLock { $0.models.position <= position ? $0.models : nil }
        if let models, position.value - models.position.value <= snapshots.limits.spacing { return models }
        let stored = try await snapshots.models(notBeyond: position)
        guard let models, models.position >= stored.position else { return stored }
        return models
    }

    /// Nobody waits for it, and nothing depends on it: what the log refuses is left out.
    private func tell(_ news: any Event) {
        try? log.enqueue(Proposal([news], to: ProjectionEvents.stream(of: ModelSnapshots.label)))
    }

    private func check(_ position: Position) throws(ProjectionError) {
        guard position <= log.head else { throw .notYet(position, head: log.head) }
    }

    private func time(at position: Position) async throws -> Timestamp? {
        try await log.readBackwards(.all, before: position.advanced(by: 1), limit: 1).events.first?.time
    }

    /// Applies what the log holds of a selection, with the facts read ahead by other threads.
    ///
    /// - Parameter isRead: whether facts are looked into at all.
    private func fold<Value: Sendable>(
        _ start: Value, _ selection: Selection, after position: Position, isRead: Bool = true,
        _ apply: @Sendable (inout Value, RecordedEvent) -> Void
    ) async throws -> Value {
        var value = start
        let models = models
        let pages = FoldPages(log: log) { isRead && models.isRead($0) }
        try await pages.each(selection, after: position) { page in
            for event in page.events { apply(&value, event) }
        }
        return value
    }
}
