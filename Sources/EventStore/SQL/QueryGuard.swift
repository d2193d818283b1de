import CSQLite

/// What a connection for queries refuses: everything that is not reading, and what would take too much memory.
enum QueryGuard {
    static func install(
        on connection: SQLiteConnection, budget: QueryBudget, valueBytes: Int, statementBytes: Int
    ) throws(StorageError) {
        // SQLite makes these tables of its own at their first use, which the guard would refuse.
        _ = try connection.prepare("SELECT 1 FROM json_each('[]'), json_tree('[]')")
        sqlite3_limit(connection.handle, SQLITE_LIMIT_LENGTH, Int32(clamping: valueBytes))
        sqlite3_limit(connection.handle, SQLITE_LIMIT_SQL_LENGTH, Int32(clamping: statementBytes))
        sqlite3_limit(connection.handle, SQLITE_LIMIT_ATTACHED, 0)
        sqlite3_limit(connection.handle, SQLITE_LIMIT_WORKER_THREADS, 0)
        sqlite3_set_authorizer(
            connection.handle,
            { _, action, first, second, _, _ in
                _ = first
                return QueryGuard.isAllowed(action, function: second.map { String(cString: $0) })
                    ? SQLITE_OK : SQLITE_DENY
            }, nil)
        // The budget lives as long as the connection: both belong to one database.
        sqlite3_progress_handler(
            connection.handle, 10_000,
            { Unmanaged<QueryBudget>.fromOpaque($0.unsafelyUnwrapped).takeUnretainedValue().isSpent ? 1 : 0 },
            Unmanaged.passUnretained(budget).toOpaque())
    }

    private static func isAllowed(_ action: Int32, function: String?) -> Bool {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: true
        case SQLITE_FUNCTION: function?.lowercased() != "load_extension"
        default: false
        }
    }
}
