/// The append-only log, and the only way state moves through this system.
///
/// Writing is confined to one writer and commits in groups, so positions become visible in order
/// and without gaps: a reader that has seen position *n* has seen every position before it.
public protocol EventLog: Sendable {
    /// Appends the events of `proposal` to its stream, all or none, and returns once the log has them.
    ///
    /// - Throws: `conflict` when another writer came first; `overloaded` when the bounded queue is full;
    ///   `keyReused` when the idempotency key stands for other events. None of these wrote anything.
    @discardableResult
    func append(_ proposal: Proposal) async throws(AppendError) -> Appended

    /// Takes a place in the write queue and returns at once; the log has the events when any later append returns.
    ///
    /// For telemetry whose answer nobody waits for. A conflict or a storage fault drops the events.
    func enqueue(_ proposal: Proposal) throws(AppendError)

    /// Reads up to `limit` matching events after a position, in order.
    func read(_ selection: Selection, after position: Position, limit: Int) async throws(StorageError) -> Page

    /// Reads up to `limit` matching events before a position (nil: from the end), the latest first.
    func readBackwards(_ selection: Selection, before position: Position?, limit: Int) async throws(StorageError)
        -> Page

    /// Reads what is in the log, then waits for more: catch-up first, live after, with no seam between.
    func subscribe(to selection: Selection, after checkpoint: Position) -> Subscription

    /// Keeps a snapshot in place of the one of the same name.
    ///
    /// - Throws: `invalid` beyond the head: a snapshot never knows more than the log.
    func save(_ snapshot: Snapshot) async throws(AppendError)

    /// The snapshot of that name; nil where there is none.
    func snapshot(named name: String) async throws(StorageError) -> Snapshot?

    /// The snapshots whose names begin so, without their data, in the order of their positions, then names.
    func snapshots(prefix: String) async throws(StorageError) -> [SnapshotHeading]

    /// Forgets a snapshot; one that is not there is as good as forgotten.
    func removeSnapshot(named name: String) async throws(AppendError)

    /// Makes what the events of a principal say unreadable for good, in this log and every copy of it.
    ///
    /// Their envelopes stay, their payloads are empty from now on; snapshots, which hold what read models made of
    /// them, are forgotten. Events that come later are not concerned.
    ///
    /// - Throws: `invalid` for ``EventMetadata/local``, which is nobody in particular.
    func erase(principal: String) async throws(AppendError)

    /// What was withheld of an event of a task as it was; nil where this log knows no more than its events say.
    func opened(_ withheld: Withheld, of task: String) -> JSON?

    /// The same of a message of a session.
    func opened(_ withheld: Withheld, ofSession id: String) -> JSON?

    /// The last visible position; `Position.start` where the log is empty.
    var head: Position { get }

    /// Writes what is queued, then refuses everything. Safe to call twice.
    func close() async
}

extension EventLog {
    public func opened(_ withheld: Withheld, of task: String) -> JSON? { nil }

    public func opened(_ withheld: Withheld, ofSession id: String) -> JSON? { nil }

    /// Appends one stream's events with the usual choices; see ``Proposal`` for what each means.
    @discardableResult
    public func append(
        _ events: [any Event], to stream: StreamName, expecting: ExpectedRevision = .any,
        durability: Durability = .committed, key: String? = nil, metadata: EventMetadata = EventMetadata()
    ) async throws(AppendError) -> Appended {
        try await append(
            Proposal(
                events, to: stream, expecting: expecting, durability: durability, key: key, metadata: metadata))
    }

    /// The current revision of a stream; nil where it has no events.
    public func revision(of stream: StreamName) async throws(StorageError) -> Revision? {
        try await readBackwards(Selection(stream: stream), before: nil, limit: 1).events.first?.revision
    }

    /// Reads all matching events up to today's head, a page at a time.
    public func readAll(
        _ selection: Selection, after position: Position = .start, pageSize: Int = 1024
    ) async throws(StorageError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        var place = position
        while true {
            let page = try await read(selection, after: place, limit: pageSize)
            events += page.events
            place = page.through
            if page.isLast { return events }
        }
    }
}
