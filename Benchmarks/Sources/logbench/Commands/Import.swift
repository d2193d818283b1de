import EventStore

/// Bulk import: the workload in order, as fast as the log takes it from one task.
struct Importer {
    /// Events handed over before the log is asked whether it has them.
    let window: Int

    let log: SQLiteEventLog
    private var pending: [Proposal] = []
    private var events = 0
    /// The window that the log has not said of that it has it.
    private var written: Task<Void, any Error>?

    init(into log: SQLiteEventLog, window: Int = 8192) {
        self.log = log
        self.window = window
    }

    /// - Parameter count: the proposal's events.
    mutating func add(_ proposal: Proposal, count: Int = 1) async throws {
        pending.append(proposal)
        events += count
        if events >= window { try await handOver() }
    }

    /// Waits until the log has everything.
    mutating func flush() async throws {
        try await handOver()
        try await written?.value
    }

    /// Hands a window over as soon as the log has the one before the last.
    private mutating func handOver() async throws {
        guard let last = pending.popLast() else { return }
        for proposal in pending { try log.enqueue(proposal) }
        let before = written
        // A task of its own: one window is written while the next is gathered.
        written = Task { [log] in try await log.append(last) }
        pending.removeAll(keepingCapacity: true)
        events = 0
        try await before?.value
    }
}
