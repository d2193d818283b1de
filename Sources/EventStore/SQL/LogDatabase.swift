import CSQLite
import Synchronization

/// SQL over the log, for reading: the one table is `events`.
///
/// Its columns are `position`, `time` (ISO 8601, UTC, microseconds), `type`, `stream`, `revision`, `trace_id`,
/// `span_id`, `principal` and `payload` (JSON text); `SELECT *` leaves out `version`, `causation`, `category` and
/// `time_ns` (nanoseconds since 1970). Conditions on position, time, type, stream, category, trace and principal
/// skip what cannot match, and ordering by position or time costs nothing.
///
/// One query at a time; each sees the log as it is when the query begins.
public final class LogDatabase: Sendable {
    /// The bounds of a query.
    public struct Limits: Sendable {
        /// How long it may run.
        public var time = Duration.seconds(30)
        /// Rows that are given; further ones are left out.
        public var rows = 100_000
        /// Bytes of one value or row.
        public var valueBytes = 64 << 20
        /// Bytes of the statement's text.
        public var statementBytes = 1 << 20

        public init() {}
    }

    private let session: Mutex<Session>
    private let rowLimit: Int

    /// Opens the log in `folder`, also while a process writes there.
    public static func open(folder: String, limits: Limits = Limits()) throws(StorageError) -> LogDatabase {
        try LogDatabase(source: try LogFolder(folder).reader(), limits: limits)
    }

    /// Several for one log, which read it at the same time and keep what they know of it once.
    public static func open(folder: String, limits: Limits, count: Int) throws(StorageError) -> [LogDatabase] {
        let reader = try LogFolder(folder).reader()
        var databases: [LogDatabase] = []
        for _ in 0..<count { databases.append(try LogDatabase(source: reader, limits: limits)) }
        return databases
    }

    init(source: any EventSource, limits: Limits = Limits()) throws(StorageError) {
        session = Mutex(try Session(source, limits))
        rowLimit = max(limits.rows, 0)
    }

    /// Runs one statement that reads.
    ///
    /// - Parameter parameters: the values of `?1`, `?2` and so on.
    /// - Throws: SQLite's error for a statement that is wrong, writes, or takes too long.
    public func query(_ sql: String, _ parameters: [SQLValue] = []) throws(StorageError) -> LogRows {
        var rows: [[SQLValue]] = []
        var columns: [LogRows.Column] = []
        let isTruncated = try query(sql, parameters) { (known) throws(StorageError) in
            columns = known
        } row: {
            (row) throws(StorageError) in
            rows.append(row)
        }
        return LogRows(columns: columns, rows: rows, isTruncated: isTruncated)
    }

    /// Runs one statement that reads and hands over its rows as they come.
    ///
    /// - Returns: True where there were more rows than allowed.
    public func query(
        _ sql: String, _ parameters: [SQLValue] = [], columns: ([LogRows.Column]) throws(StorageError) -> Void,
        row: ([SQLValue]) throws(StorageError) -> Void
    ) throws(StorageError) -> Bool {
        try session.withLock { (session) throws(StorageError) in
            let statement = try session.begin(sql, parameters)
            try columns(statement.columns)
            var count = 0
            while try statement.step() {
                if count == rowLimit { return true }
                count += 1
                try row(statement.row)
            }
            return false
        }
    }

    /// The connection that queries run on: a database of its own in memory, with nothing in it but the table.
    private struct Session {
        let connection: SQLiteConnection
        let table: EventsTable

        init(_ source: any EventSource, _ limits: Limits) throws(StorageError) {
            connection = try SQLiteConnection(path: ":memory:", access: .readWrite)
            let budget = QueryBudget(limit: limits.time)
            table = EventsTable(source: source, budget: budget)
            try TimeCollation.register(on: connection)
            try EventsModule.register(table, on: connection)
            try QueryGuard.install(
                on: connection, budget: budget, valueBytes: limits.valueBytes, statementBytes: limits.statementBytes)
        }

        func begin(_ sql: String, _ parameters: [SQLValue]) throws(StorageError) -> QueryStatement {
            table.budget.start()
            try table.refresh()
            return try QueryStatement(sql, parameters, on: connection, budget: table.budget)
        }
    }
}
