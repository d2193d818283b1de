/// The log's tables and the statements on them: the only SQL there is.
final class SegmentTable {
    static let schemaVersion: Int64 = 1
    /// "mpel" in ASCII: how `file` and other tools know the database.
    private static let applicationID = 0x6D70_656C

    private static let columns = "first, last, first_time, last_time, sealed, types, filter, checksum"

    private let connection: SQLiteConnection
    private let pageStatement: SQLiteStatement
    private let pageBackStatement: SQLiteStatement
    private let dataStatement: SQLiteStatement

    init(_ connection: SQLiteConnection) throws(StorageError) {
        self.connection = connection
        pageStatement = try connection.prepare("SELECT \(Self.columns) FROM segments WHERE last > ?1 ORDER BY last")
        pageBackStatement = try connection.prepare(
            "SELECT \(Self.columns) FROM segments WHERE first < ?1 ORDER BY first DESC")
        dataStatement = try connection.prepare("SELECT data FROM segments WHERE first = ?1")
    }

    /// Makes the tables of a new log; refuses a log of a newer version.
    static func create(on connection: SQLiteConnection) throws(StorageError) {
        let version = try connection.number("PRAGMA user_version")
        guard version <= schemaVersion else {
            throw StorageError(
                "the log was written by a newer version (schema \(version), this build knows \(schemaVersion))")
        }
        guard version == 0 else { return }
        try connection.transaction { () throws(StorageError) in
            try connection.execute(
                """
                PRAGMA application_id = \(applicationID);
                CREATE TABLE segments(
                    first INTEGER PRIMARY KEY, last INTEGER NOT NULL,
                    first_time INTEGER NOT NULL, last_time INTEGER NOT NULL, sealed INTEGER NOT NULL,
                    types TEXT NOT NULL, filter BLOB NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL);
                CREATE INDEX segments_by_last ON segments(last);
                CREATE INDEX segments_unsealed ON segments(first) WHERE sealed = 0;
                CREATE TABLE streams(name TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
                CREATE TABLE append_keys(
                    key TEXT PRIMARY KEY, digest INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
                    revision INTEGER NOT NULL) WITHOUT ROWID;
                PRAGMA user_version = \(schemaVersion);
                """)
        }
    }

    /// Holds on to one state of the log until ``endSnapshot()``: without it a merge could come between a summary
    /// and its columns.
    func beginSnapshot() throws(StorageError) { try connection.execute("BEGIN") }

    func endSnapshot() {
        // A read that failed has nothing to keep.
        try? connection.execute("COMMIT")
    }

    /// The last position and its time; nil where the log is empty.
    func head() throws(StorageError) -> (Position, Timestamp)? {
        let statement = try connection.prepare("SELECT last, last_time FROM segments ORDER BY last DESC LIMIT 1")
        guard try statement.step() else { return nil }
        return (Position(UInt64(statement.int(0))), Timestamp(nanoseconds: statement.int(1)))
    }

    /// Walks the summaries of segments that reach beyond a position, in order, until `visit` returns false.
    ///
    /// The columns are fetched by ``data(of:)`` only for segments that are opened.
    func walk(after position: Position, _ visit: (Summary) throws(StorageError) -> Bool) throws(StorageError) {
        pageStatement.bind(.int(Int64(position.value)))
        try walk(pageStatement, visit)
    }

    /// The same from a position towards the start.
    func walkBackwards(before position: Position, _ visit: (Summary) throws(StorageError) -> Bool) throws(StorageError)
    {
        pageBackStatement.bind(.int(Int64(clamping: position.value)))
        try walk(pageBackStatement, visit)
    }

    /// The small segments that wait to be merged, in order, with their columns.
    func unsealed() throws(StorageError) -> [Segment] {
        let statement = try connection.prepare("SELECT \(Self.columns) FROM segments WHERE sealed = 0 ORDER BY first")
        var found: [Summary] = []
        while try statement.step() { found.append(Self.summary(of: statement)) }
        var segments: [Segment] = []
        for summary in found { segments.append(try data(of: summary)) }
        return segments
    }

    /// A stored segment without its columns.
    struct Summary {
        let segment: Segment

        /// The segment with its columns.
        func with(data: [UInt8]) -> Segment {
            Segment(
                first: segment.first, last: segment.last, firstTime: segment.firstTime, lastTime: segment.lastTime,
                isSealed: segment.isSealed, types: segment.types, filter: segment.filter, data: data,
                checksum: segment.checksum)
        }
    }

    private func walk(
        _ statement: SQLiteStatement, _ visit: (Summary) throws(StorageError) -> Bool
    ) throws(StorageError) {
        defer { statement.reset() }
        while try statement.step() {
            guard try visit(Self.summary(of: statement)) else { return }
        }
    }

    private static func summary(of row: SQLiteStatement) -> Summary {
        Summary(
            segment: Segment(
                first: Position(UInt64(row.int(0))), last: Position(UInt64(row.int(1))),
                firstTime: Timestamp(nanoseconds: row.int(2)), lastTime: Timestamp(nanoseconds: row.int(3)),
                isSealed: row.int(4) != 0, types: row.text(5).split(separator: " ").map { EventType(String($0)) },
                filter: KeyFilter(stored: row.blob(6)), data: [], checksum: UInt32(truncatingIfNeeded: row.int(7))))
    }

    /// The columns of one segment.
    func data(of summary: Summary) throws(StorageError) -> Segment {
        dataStatement.bind(.int(Int64(summary.segment.first.value)))
        guard try dataStatement.step() else { throw ByteReader.damaged }
        defer { dataStatement.reset() }
        return summary.with(data: dataStatement.blob(0))
    }
}
