public import EventStore
import Synchronization

/// Keeps read models up to date with a log, and hands out views of them.
///
/// A thin shell: the values change in place under one lock, a page of events at a time. A copy is made only
/// when a view is asked for, and then shares everything until the next event touches it.
public final class ProjectionHost: Sendable {
    private let log: any EventLog
    private let projections: [any Projection.Type]
    private let state: Mutex<HostState>
    private let defaultTimeout: Duration

    /// - Parameter timeout: how long a view waits for a position where the caller names no other time.
    public init(log: any EventLog, projections: [any Projection.Type], timeout: Duration = .seconds(5)) {
        self.log = log
        self.projections = projections
        defaultTimeout = timeout
        state = Mutex(HostState(models: ReadModels(projections)))
    }

    /// Applies the log from where the host is, then what is appended, until the log closes or the task is cancelled.
    public func run() async throws {
        state.withLock { $0.begin() }
        defer { stop() }
        for try await page in log.subscribe(to: .all, after: position) { apply(page.events) }
    }

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
        let past = state.withLock { $0.start(for: position) }.flatMap { $0.holds(type) ? $0.view(type) : nil }
        let selection = P.selection(through: position)
        let value = try await fold(past?.value ?? P(), selection, after: past?.position ?? .start) { $0.apply($1) }
        return View(value: value, position: position, time: try await time(at: position))
    }

    /// Every projection as it was when `position` was the last event.
    public func models(asOf position: Position) async throws -> ReadModels {
        try check(position)
        let models = state.withLock { $0.start(for: position) } ?? ReadModels(projections)
        return try await fold(models, Selection(through: position), after: models.position) { $0.apply($1) }
    }

    /// The last position at or before a moment of event time; `Position.start` where the log began later.
    public func position(at moment: Timestamp) async throws -> Position {
        try await log.readBackwards(Selection(until: moment), before: nil, limit: 1).events.first?.position ?? .start
    }

    /// Applies the next events and wakes whoever waited for them.
    func apply(_ events: [RecordedEvent]) {
        let ready = state.withLock { $0.apply(events) }
        for waiter in ready { waiter.resume(returning: true) }
    }

    private func stop() {
        let waiters = state.withLock { $0.stop() }
        for waiter in waiters { waiter.resume(returning: false) }
    }

    private func check(_ position: Position) throws(ProjectionError) {
        guard position <= log.head else { throw .notYet(position, head: log.head) }
    }

    private func time(at position: Position) async throws -> Timestamp? {
        try await log.readBackwards(.all, before: position.advanced(by: 1), limit: 1).events.first?.time
    }

    /// Applies what the log holds of a selection, a page at a time.
    private func fold<Value: Sendable>(
        _ start: Value, _ selection: Selection, after position: Position,
        _ apply: @Sendable (inout Value, RecordedEvent) -> Void
    ) async throws -> Value {
        var value = start
        var place = position
        var isDone = false
        while !isDone {
            let page = try await page(selection, after: place)
            for event in page.events { apply(&value, event) }
            place = page.through
            isDone = page.isLast
        }
        return value
    }

    private func page(_ selection: Selection, after position: Position) async throws -> Page {
        // Not `Task.checkCancellation()`: with it the release compiler (6.3.1) crashes on this function.
        guard !Task.isCancelled else { throw CancellationError() }
        return try await log.read(selection, after: position, limit: 1024)
    }
}

extension ProjectionHost {
    private enum Arrival { case applied, late, stopped }

    /// Returns once `position` has been applied.
    public func wait(for position: Position, timeout: Duration? = nil) async throws(ProjectionError) {
        if self.position >= position { return }
        let limit = timeout ?? defaultTimeout
        let arrival = await withTaskGroup(of: Arrival.self) { group in
            group.addTask { await self.arrival(of: position) ? .applied : .stopped }
            group.addTask { (try? await Task.sleep(for: limit)) == nil ? .stopped : .late }
            let first = await group.next() ?? .stopped
            group.cancelAll()
            return first
        }
        switch arrival {
        case .applied: return
        case .late: throw .timedOut(waitingFor: position, at: self.position)
        case .stopped: throw .stopped(waitingFor: position)
        }
    }

    private func arrival(of position: Position) async -> Bool {
        let id = state.withLock { $0.makeWaiterID() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    return state.add(continuation, id: id, for: position)
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.removeWaiter(id) }?.resume(returning: false)
        }
    }
}
