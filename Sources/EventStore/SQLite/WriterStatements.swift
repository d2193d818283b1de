/// The statements that only the writer runs.
final class WriterStatements {
    private let connection: SQLiteConnection
    /// The ends of a transaction.
    let frame: (begin: SQLiteStatement, commit: SQLiteStatement)
    private let insertSegment: SQLiteStatement
    private let insertFrame: SQLiteStatement
    private let deleteFrames: SQLiteStatement
    private let readKey: SQLiteStatement
    private let saveKey: SQLiteStatement
    private let saveSnapshot: SQLiteStatement
    private let removeSnapshot: SQLiteStatement

    init(_ connection: SQLiteConnection) throws(StorageError) {
        self.connection = connection
        frame = (try connection.prepare("BEGIN IMMEDIATE"), try connection.prepare("COMMIT"))
        insertSegment = try connection.prepare(
            """
            INSERT INTO segments(first, last, first_time, last_time, count, types, checksum, digest, filter, data)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """)
        insertFrame = try connection.prepare(StoredFrame.insertion)
        deleteFrames = try connection.prepare("DELETE FROM frames WHERE last <= ?1")
        readKey = try connection.prepare("SELECT digest, first, last, revision FROM append_keys WHERE key = ?1")
        saveKey = try connection.prepare(
            "INSERT INTO append_keys(key, digest, first, last, revision) VALUES (?1, ?2, ?3, ?4, ?5)")
        saveSnapshot = try connection.prepare(
            "INSERT OR REPLACE INTO snapshots(name, schema, position, data) VALUES (?1, ?2, ?3, ?4)")
        removeSnapshot = try connection.prepare("DELETE FROM snapshots WHERE name = ?1")
    }

    func insert(_ segment: Segment, digest: [UInt8]) throws(StorageError) {
        try insertSegment.run(
            .int(Int64(segment.first.value)), .int(Int64(segment.last.value)), .int(segment.firstTime.nanoseconds),
            .int(segment.lastTime.nanoseconds), .int(Int64(segment.count)),
            .text(segment.types.map(\.name).joined(separator: " ")),
            .int(RowChecksum.column(of: segment.summaryChecksum, data: segment.checksum)), .blob(digest),
            .blob(segment.filter.bytes), .blob(segment.data))
    }

    /// Keeps a commit's events as they are, until they are sealed.
    func insertFrame(first: Position, last: Position, time: Timestamp, data: [UInt8]) throws(StorageError) {
        let (first, last, time) = (Int64(first.value), Int64(last.value), time.nanoseconds)
        let sum = StoredFrame.checksum(first: first, last: last, time: time, data: data)
        try insert(StoredFrame(first: first, last: last, time: time, checksum: sum, data: data))
    }

    func insert(_ frame: StoredFrame) throws(StorageError) {
        insertFrame.bind(.int(frame.first), .int(frame.last), .int(frame.time), .int(frame.checksum))
        try insertFrame.run(binding: frame.data, at: 5)
    }

    /// Bytes of the frames that are not packed.
    func unpackedBytes() throws(StorageError) -> Int {
        Int(try connection.number("SELECT total(length(data)) FROM frames WHERE substr(data, 1, 1) <> x'02'"))
    }

    /// Drops the frames whose events are all sealed.
    func deleteFrames(through position: Position) throws(StorageError) {
        try deleteFrames.run(.int(Int64(position.value)))
    }

    func save(_ snapshot: Snapshot) throws(StorageError) {
        try saveSnapshot.run(
            .text(snapshot.name), .text(snapshot.schema), .int(Int64(snapshot.position.value)), .blob(snapshot.data))
    }

    /// Forgets all snapshots but the log's own: what they were made of may not be known any more.
    func removeReadModels() throws(StorageError) {
        try connection.execute("DELETE FROM snapshots WHERE name NOT GLOB 'log/*'")
    }

    func removeSnapshot(named name: String) throws(StorageError) { try removeSnapshot.run(.text(name)) }

    /// What the key stands for, and the digest of the events it was first used with.
    func appended(underKey key: String) throws(StorageError) -> (digest: Int64, appended: Appended)? {
        readKey.bind(.text(key))
        guard try readKey.step() else { return nil }
        defer { readKey.reset() }
        let appended = Appended(
            first: Position(UInt64(bitPattern: readKey.int(1))), last: Position(UInt64(bitPattern: readKey.int(2))),
            revision: Revision(UInt64(bitPattern: readKey.int(3))), isRepeat: true)
        return (readKey.int(0), appended)
    }

    func save(_ appended: Appended, digest: Int64, underKey key: String) throws(StorageError) {
        try saveKey.run(
            .text(key), .int(digest), .int(Int64(appended.first.value)), .int(Int64(appended.last.value)),
            .int(Int64(appended.revision.value)))
    }
}
