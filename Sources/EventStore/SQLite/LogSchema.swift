/// The log's tables, and how those of older versions become today's.
enum LogSchema {
    static let version: Int64 = 3
    /// 2 lacks nothing that a reader needs.
    private static let oldestReadable: Int64 = 2
    /// "mpel" in ASCII: how `file` and other tools know the database.
    private static let applicationID = 0x6D70_656C

    /// Makes the tables of a new log or turns those of an older one into today's, all or nothing.
    ///
    /// - Throws: for a log of a newer version.
    static func prepare(_ connection: SQLiteConnection, keys: SubjectKeys) throws(StorageError) {
        let found = try check(connection)
        guard found < version else { return }
        try connection.transaction { () throws(StorageError) in
            if found == 1 { try connection.execute("ALTER TABLE segments RENAME TO segments_v1") }
            // 3 has the tables of 2: whoever knows that one alone would not look for frames beside the database.
            if found < 2 { try connection.execute(tables) }
            if found == 1 { try MigrationFromV1(connection, keys: keys).run() }
            try connection.execute(
                "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
        }
    }

    /// For a reader, which cannot bring a log up to date.
    static func requireCurrent(_ connection: SQLiteConnection) throws(StorageError) {
        switch try check(connection) {
        case oldestReadable...version: return
        case 0: throw StorageError("the log is being made; try again in a moment")
        case let found:
            throw StorageError(
                "the log is of schema \(found), this build reads \(version): start the service once to bring it up to date"
            )
        }
    }

    /// The version of a log's tables; 0 where there are none.
    @discardableResult
    static func check(_ connection: SQLiteConnection) throws(StorageError) -> Int64 {
        let found = try connection.number("PRAGMA user_version")
        guard found <= version else {
            throw StorageError(
                "the log was written by a newer version (schema \(found), this build knows \(version))")
        }
        return found
    }

    /// - `segments`: sealed for good, a gap-free prefix of the log. `digest` chains each to the one before.
    /// - `frames`: one a commit, until its events are sealed.
    /// - `removed`: where retention took segments away; the chain goes on from the digest of the last of them.
    /// - `append_keys`: idempotency keys. `snapshots`: read models and checkpoints.
    private static let tables = """
        CREATE TABLE segments(
            first INTEGER PRIMARY KEY, last INTEGER NOT NULL,
            first_time INTEGER NOT NULL, last_time INTEGER NOT NULL, count INTEGER NOT NULL,
            types TEXT NOT NULL, checksum INTEGER NOT NULL, digest BLOB NOT NULL, filter BLOB NOT NULL,
            data BLOB NOT NULL);
        CREATE TABLE frames(
            first INTEGER PRIMARY KEY, last INTEGER NOT NULL, time INTEGER NOT NULL, checksum INTEGER NOT NULL,
            data BLOB NOT NULL);
        CREATE TABLE removed(
            first INTEGER PRIMARY KEY, last INTEGER NOT NULL, digest BLOB NOT NULL,
            generation INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS append_keys(
            key TEXT PRIMARY KEY, digest INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
            revision INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS snapshots(
            name TEXT PRIMARY KEY, schema TEXT NOT NULL, position INTEGER NOT NULL, data BLOB NOT NULL);
        """
}
