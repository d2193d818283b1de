import Synchronization

/// A log in memory: for tests, throw-away sandboxes, and as the oracle of the SQLite log.
public final class InMemoryEventLog: EventLog {
    private struct State {
        var events: [RecordedEvent] = []
        var heads: [StreamName: Revision] = [:]
        var keys: [String: (digest: [ProposedEvent], stream: StreamName, appended: Appended)] = [:]
        var snapshots: [String: Snapshot] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())
    private let clock: any WallClock
    private let signal = HeadSignal(head: .start)

    public init(clock: any WallClock = SystemWallClock()) { self.clock = clock }

    public var head: Position { signal.head }

    @discardableResult
    public func append(_ proposal: Proposal) async throws(AppendError) -> Appended { try add(proposal) }

    public func enqueue(_ proposal: Proposal) throws(AppendError) { _ = try add(proposal) }

    public func read(_ selection: Selection, after position: Position, limit: Int) async throws(StorageError) -> Page {
        state.withLock { state in
            var found: [RecordedEvent] = []
            for event in state.events.dropFirst(Int(position.value)) {
                if selection.matches(event) { found.append(event) }
                if found.count == limit {
                    return Page(events: found, through: event.position, isLast: event.position == head)
                }
            }
            return Page(events: found, through: max(position, Position(UInt64(state.events.count))), isLast: true)
        }
    }

    public func readBackwards(
        _ selection: Selection, before position: Position?, limit: Int
    ) async throws(StorageError) -> Page {
        state.withLock { state in
            let end = position.map { min(Int($0.value) - 1, state.events.count) } ?? state.events.count
            var found: [RecordedEvent] = []
            for event in state.events.prefix(max(0, end)).reversed() where selection.matches(event) {
                found.append(event)
                if found.count == limit {
                    return Page(events: found, through: event.position, isLast: event.position.value == 1)
                }
            }
            return Page(events: found, through: Position(1), isLast: true)
        }
    }

    public func subscribe(to selection: Selection, after checkpoint: Position) -> Subscription {
        Subscription(log: self, selection: selection, checkpoint: checkpoint, pageSize: 256, signal: signal)
    }

    static let everybody =
        "'\(EventMetadata.local)' is whoever uses this machine: nothing is kept apart that could be erased"

    public func erase(principal: String) async throws(AppendError) {
        guard principal != EventMetadata.local else { throw .invalid(Self.everybody) }
        state.withLock { state in
            state.snapshots = [:]
            for (index, event) in state.events.enumerated() where event.metadata.principal == principal {
                state.events[index] = event.erased
            }
        }
    }

    public func save(_ snapshot: Snapshot) async throws(AppendError) {
        guard snapshot.position <= head else { throw .invalid(Self.beyond(snapshot, head)) }
        state.withLock { $0.snapshots[snapshot.name] = snapshot }
    }

    public func snapshot(named name: String) async throws(StorageError) -> Snapshot? {
        state.withLock { $0.snapshots[name] }
    }

    public func snapshots(prefix: String) async throws(StorageError) -> [SnapshotHeading] {
        state.withLock { state in
            state.snapshots.values.filter { $0.name.hasPrefix(prefix) }.map(\.heading).sorted()
        }
    }

    public func removeSnapshot(named name: String) async throws(AppendError) {
        state.withLock { $0.snapshots[name] = nil }
    }

    static func beyond(_ snapshot: Snapshot, _ head: Position) -> String {
        "the snapshot '\(snapshot.name)' is of position \(snapshot.position), beyond the log's head \(head)"
    }

    public func close() async {
        state.withLock { $0.isClosed = true }
        signal.close()
    }

    private func add(_ proposal: Proposal) throws(AppendError) -> Appended {
        let proposed = try ProposedEvent.encode(proposal)
        let result: Result<Appended, AppendError> = state.withLock { state in
            if state.isClosed { return .failure(.closed) }
            if let key = proposal.key, let known = state.keys[key] {
                guard known.digest == proposed, known.stream == proposal.stream else {
                    return .failure(.keyReused(key))
                }
                let first = known.appended
                return .success(
                    Appended(first: first.first, last: first.last, revision: first.revision, isRepeat: true))
            }
            let current = state.heads[proposal.stream]
            guard proposal.expecting.holds(for: current) else {
                return .failure(.conflict(stream: proposal.stream, expected: proposal.expecting, actual: current))
            }
            let appended = commit(proposed, of: proposal, current: current, to: &state)
            if let key = proposal.key { state.keys[key] = (proposed, proposal.stream, appended) }
            signal.advance(by: Array(state.events.suffix(proposed.count)))
            return .success(appended)
        }
        return try result.get()
    }

    private func commit(
        _ proposed: [ProposedEvent], of proposal: Proposal, current: Revision?, to state: inout State
    ) -> Appended {
        let time = max(clock.now(), state.events.last?.time ?? Timestamp(nanoseconds: .min))
        var revision = current
        let first = Position(UInt64(state.events.count) + 1)
        for event in proposed {
            let next = revision?.next ?? .first
            revision = next
            state.events.append(
                RecordedEvent(
                    position: Position(UInt64(state.events.count) + 1), time: time, stream: proposal.stream,
                    revision: next, type: event.type, version: event.version,
                    metadata: event.metadata ?? proposal.metadata, payload: event.payload))
        }
        let last = revision ?? .first
        state.heads[proposal.stream] = last
        return Appended(first: first, last: Position(UInt64(state.events.count)), revision: last)
    }
}
