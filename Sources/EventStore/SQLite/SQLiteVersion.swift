import CSQLite

/// The SQLite library this process runs with.
public enum SQLiteVersion {
    /// Such as `3.40.1`.
    public static var text: String { String(cString: sqlite3_libversion()) }

    /// True where a write-ahead log that two connections reset at once can corrupt the database (before 3.51.3).
    ///
    /// The log is safe all the same: one connection writes, and it alone moves the write-ahead log.
    public static var hasResetFault: Bool { sqlite3_libversion_number() < 3_051_003 }
}
