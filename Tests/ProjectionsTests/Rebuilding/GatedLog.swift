import EventStore
import Synchronization

/// A log whose reads of the past wait at a position until they may go on: a slow disk that a test holds in its hand.
final class GatedLog: EventLog {
    let log: InMemoryEventLog
    private let state = Mutex<(isClosed: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))
    private let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)

    init(_ log: InMemoryEventLog) { self.log = log }

    /// From now on reads from the beginning wait.
    func shut() { state.withLock { $0.isClosed = true } }

    /// Returns once somebody waits.
    func reached() async { for await _ in arrivals { return } }

    func open() {
        let waiting = state.withLock { state in
            defer { state = (false, []) }
            return state.waiting
        }
        for waiter in waiting { waiter.resume() }
    }

    func read(_ selection: Selection, after position: Position, limit: Int) async throws(StorageError) -> Page {
        if position == .start, state.withLock({ $0.isClosed }) {
            await withCheckedContinuation { waiter in
                let isOpen = state.withLock { state in
                    if state.isClosed { state.waiting.append(waiter) }
                    return !state.isClosed
                }
                if isOpen { waiter.resume() } else { arrived.yield() }
            }
        }
        return try await log.read(selection, after: position, limit: limit)
    }

    func append(_ proposal: Proposal) async throws(AppendError) -> Appended { try await log.append(proposal) }
    func enqueue(_ proposal: Proposal) throws(AppendError) { try log.enqueue(proposal) }
    func readBackwards(
        _ selection: Selection, before position: Position?, limit: Int
    ) async throws(StorageError) -> Page {
        try await log.readBackwards(selection, before: position, limit: limit)
    }
    func subscribe(to selection: Selection, after checkpoint: Position) -> Subscription {
        log.subscribe(to: selection, after: checkpoint)
    }
    func save(_ snapshot: Snapshot) async throws(AppendError) { try await log.save(snapshot) }
    func snapshot(named name: String) async throws(StorageError) -> Snapshot? { try await log.snapshot(named: name) }
    func snapshots(prefix: String) async throws(StorageError) -> [SnapshotHeading] {
        try await log.snapshots(prefix: prefix)
    }
    func removeSnapshot(named name: String) async throws(AppendError) { try await log.removeSnapshot(named: name) }
    func erase(principal: String) async throws(AppendError) { try await log.erase(principal: principal) }
    var head: Position { log.head }
    func close() async { await log.close() }
}
