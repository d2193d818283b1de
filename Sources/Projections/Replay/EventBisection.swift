public import EventStore

/// Finds the first event of a log for which a condition in SQL holds.
///
/// The condition is a column of a query over `events`, so it may count up to an event with a window, such as
/// `sum(type = 'task.failed') OVER (ORDER BY position) > 10`. It reads only, within bounds of time and memory. A condition
/// that looks at one event at a time is put to stretches of the log side by side, on threads that give way to others.
public struct EventBisection: Sendable {
    private let databases: [LogDatabase]
    private let timeout: Duration

    /// - Parameters:
    ///   - folder: the data folder; the service may run meanwhile.
    ///   - timeout: the longest that one question may take.
    public init(folder: String, timeout: Duration) throws(StorageError) {
        var limits = LogDatabase.Limits()
        limits.time = timeout
        limits.rows = 1
        databases = try LogDatabase.open(folder: folder, limits: limits, count: FoldThreads.count)
        self.timeout = timeout
    }

    /// The event as JSON; nil where the condition holds nowhere.
    ///
    /// - Throws: SQLite's words for a condition that is none.
    public func first(_ condition: String, from: Position, to: Position) async throws -> JSON? {
        guard from <= to else { return nil }
        guard looksAtOneEvent(condition) else { return try databases[0].first(condition, in: from.value...to.value) }
        let stretches = EventStretches(from.value...to.value)
        let deadline = ContinuousClock.now.advanced(by: timeout)
        return try await FoldThreads.run {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for database in databases {
                    group.addTask { try search(stretches, condition, in: database, until: deadline) }
                }
                try await group.waitForAll()
            }
            return stretches.found
        }
    }

    /// SQLite refuses windows and totals where rows are chosen.
    private func looksAtOneEvent(_ condition: String) -> Bool {
        (try? databases[0].query("SELECT 1 FROM events WHERE (\(condition)\n) LIMIT 0")) != nil
    }

    private func search(
        _ stretches: EventStretches, _ condition: String, in database: LogDatabase,
        until deadline: ContinuousClock.Instant
    ) throws {
        while let stretch = stretches.next() {
            guard !Task.isCancelled else { throw CancellationError() }
            guard ContinuousClock.now < deadline else { throw StorageError("the query took longer than \(timeout)") }
            if let event = try database.first(condition, in: stretch) { stretches.note(event, in: stretch) }
        }
    }
}

extension LogDatabase {
    /// The first event of a stretch for which a condition holds, as JSON.
    fileprivate func first(_ condition: String, in positions: ClosedRange<UInt64>) throws(StorageError) -> JSON? {
        // The new line ends a comment that the condition may end with.
        let rows = try query(
            """
            SELECT position, time, type, stream, payload FROM (
              SELECT position, time, type, stream, payload, (\(condition)
              ) AS holds FROM events WHERE position BETWEEN ?1 AND ?2
            ) WHERE holds ORDER BY position LIMIT 1
            """, [.int(Int64(clamping: positions.lowerBound)), .int(Int64(clamping: positions.upperBound))])
        guard let row = rows.rows.first else { return nil }
        let payload = (try? JSON(parsing: Array(row[4].text.utf8))) ?? .null
        return [
            "position": row[0].json, "time": row[1].json, "type": row[2].json, "stream": row[3].json, "data": payload,
        ]
    }
}
