import EventStore

/// Bulk import: the workload in order, as fast as the log takes it from one task.
struct Importer {
    /// Events handed over before the log is asked whether it has them.
    let window: Int

    let log: SQLiteEventLog
    private var pending: [Proposal] = []
    private var events = 0

    init(into log: SQLiteEventLog, window: Int = 4096) {
        self.log = log
        self.window = window
    }

    /// - Parameter count: the proposal's events.
    mutating func add(_ proposal: Proposal, count: Int = 1) async throws {
        pending.append(proposal)
        events += count
        if events >= window { try await flush() }
    }

    /// Waits until the log has everything.
    mutating func flush() async throws {
        guard let last = pending.popLast() else { return }
        for proposal in pending { try log.enqueue(proposal) }
        try await log.append(last)
        pending.removeAll(keepingCapacity: true)
        events = 0
    }
}
