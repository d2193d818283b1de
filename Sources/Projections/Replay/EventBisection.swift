public import EventStore

/// Finds the first event of a log for which a condition in SQL holds.
///
/// The condition is a column of a query over `events`, so it may count up to an event with a window, such as
/// `sum(type = 'task.failed') OVER (ORDER BY position) > 10`. It reads only, within bounds of time and memory.
public struct EventBisection: Sendable {
    private let database: LogDatabase

    /// - Parameters:
    ///   - folder: the data folder; the service may run meanwhile.
    ///   - timeout: the longest that one question may take.
    public init(folder: String, timeout: Duration) throws(StorageError) {
        var limits = LogDatabase.Limits()
        limits.time = timeout
        limits.rows = 1
        database = try LogDatabase.open(folder: folder, limits: limits)
    }

    /// The event as JSON; nil where the condition holds nowhere.
    ///
    /// - Throws: SQLite's words for a condition that is none.
    public func first(_ condition: String, from: Position, to: Position) throws(StorageError) -> JSON? {
        // The new line ends a comment that the condition may end with.
        let rows = try database.query(
            """
            SELECT position, time, type, stream, payload FROM (
              SELECT position, time, type, stream, payload, (\(condition)
              ) AS holds FROM events WHERE position BETWEEN ?1 AND ?2
            ) WHERE holds ORDER BY position LIMIT 1
            """, [.int(Int64(clamping: from.value)), .int(Int64(clamping: to.value))])
        guard let row = rows.rows.first else { return nil }
        let payload = (try? JSON(parsing: Array(row[4].text.utf8))) ?? .null
        return [
            "position": row[0].json, "time": row[1].json, "type": row[2].json, "stream": row[3].json, "data": payload,
        ]
    }
}
