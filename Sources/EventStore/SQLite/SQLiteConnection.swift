import CSQLite

/// One connection to a database, used by one thread at a time.
///
/// A thin wrapper on purpose: the log needs about ten statements, and general wrappers were measured at
/// 1.3 to 3 times the CPU of the C interface (docs/decisions/0002).
final class SQLiteConnection {
    enum Access { case readWrite, readOnly }

    let handle: OpaquePointer
    private var committed: (Int) -> Void = { _ in }
    /// Milliseconds to wait for a lock that another process holds.
    var busyTimeout: Int32 {
        didSet { if busyTimeout != oldValue { sqlite3_busy_timeout(handle, busyTimeout) } }
    }

    /// - Parameters:
    ///   - busyTimeout: milliseconds to wait for a lock that another process holds.
    ///   - vfs: SQLite's way to files; nil for its own.
    init(path: String, access: Access, busyTimeout: Int32 = 5000, vfs: String? = nil) throws(StorageError) {
        let flags = access == .readWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs)
        guard code == SQLITE_OK, let opened else {
            let reason = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw StorageError(code: code, "cannot open '\(path)': \(reason)")
        }
        handle = opened
        self.busyTimeout = busyTimeout
        sqlite3_busy_timeout(handle, busyTimeout)
    }

    deinit { sqlite3_close_v2(handle) }

    /// Runs statements that give no rows.
    func execute(_ sql: String) throws(StorageError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code) }
    }

    /// Compiles a statement that is kept and used again.
    func prepare(_ sql: String) throws(StorageError) -> SQLiteStatement {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw error(code) }
        return SQLiteStatement(statement, of: self)
    }

    /// Runs `body` in one transaction: all of it or none.
    ///
    /// - Parameter frame: its first and its last statement, where they are kept compiled.
    func transaction<T>(
        _ frame: (begin: SQLiteStatement, commit: SQLiteStatement)? = nil, _ body: () throws(StorageError) -> T
    ) throws(StorageError) -> T {
        if let frame { _ = try frame.begin.step() } else { try execute("BEGIN IMMEDIATE") }
        do throws(StorageError) {
            let result = try body()
            if let frame { _ = try frame.commit.step() } else { try execute("COMMIT") }
            return result
        } catch {
            // A failed COMMIT may have rolled back already; the second error would hide the first.
            try? execute("ROLLBACK")
            throw error
        }
    }

    /// Moves what it can from the write-ahead log into the database without waiting for readers.
    ///
    /// - Parameter truncating: leaves an empty file, which the next commit must make anew.
    func checkpoint(truncating: Bool = false) throws(StorageError) {
        let mode = truncating ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
        let code = sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil)
        guard code == SQLITE_OK || code == SQLITE_BUSY else { throw error(code) }
    }

    /// Calls `body` with the number of pages in the write-ahead log after each commit that has written to it.
    ///
    /// Whoever sets `wal_autocheckpoint` later ends that.
    func afterCommit(_ body: @escaping (Int) -> Void) {
        committed = body
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                guard let context else { return SQLITE_MISUSE }
                Unmanaged<SQLiteConnection>.fromOpaque(context).takeUnretainedValue().committed(Int(pages))
                return SQLITE_OK
            }, context)
    }

    /// The first number a statement gives.
    func number(_ sql: String) throws(StorageError) -> Int64 {
        let statement = try prepare(sql)
        guard try statement.step() else { throw StorageError("'\(sql)' gave no row") }
        return statement.int(0)
    }

    func error(_ code: Int32) -> StorageError { StorageError(code: code, String(cString: sqlite3_errmsg(handle))) }
}
