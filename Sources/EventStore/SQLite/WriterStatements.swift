/// The statements that only the writer runs.
final class WriterStatements {
    private let connection: SQLiteConnection
    private let insertSegment: SQLiteStatement
    private let deleteSegments: SQLiteStatement
    private let readStream: SQLiteStatement
    private let saveStream: SQLiteStatement
    private let readKey: SQLiteStatement
    private let saveKey: SQLiteStatement

    init(_ connection: SQLiteConnection) throws(StorageError) {
        self.connection = connection
        insertSegment = try connection.prepare(
            """
            INSERT INTO segments(first, last, first_time, last_time, sealed, types, filter, checksum, data)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """)
        deleteSegments = try connection.prepare("DELETE FROM segments WHERE first >= ?1 AND first <= ?2")
        readStream = try connection.prepare("SELECT revision FROM streams WHERE name = ?1")
        saveStream = try connection.prepare("INSERT OR REPLACE INTO streams(name, revision) VALUES (?1, ?2)")
        readKey = try connection.prepare("SELECT digest, first, last, revision FROM append_keys WHERE key = ?1")
        saveKey = try connection.prepare(
            "INSERT INTO append_keys(key, digest, first, last, revision) VALUES (?1, ?2, ?3, ?4, ?5)")
    }

    func insert(_ segment: Segment) throws(StorageError) {
        try insertSegment.run(
            .int(Int64(segment.first.value)), .int(Int64(segment.last.value)), .int(segment.firstTime.nanoseconds),
            .int(segment.lastTime.nanoseconds), .int(segment.isSealed ? 1 : 0),
            .text(segment.types.map(\.name).joined(separator: " ")), .blob(segment.filter.bytes),
            .int(Int64(segment.checksum)), .blob(segment.data))
    }

    /// Puts a merged segment in the place of the ones it was made of.
    func replace(with segment: Segment) throws(StorageError) {
        try deleteSegments.run(.int(Int64(segment.first.value)), .int(Int64(segment.last.value)))
        try insert(segment)
    }

    func revision(of stream: StreamName) throws(StorageError) -> Revision? {
        readStream.bind(.text(stream.text))
        guard try readStream.step() else { return nil }
        defer { readStream.reset() }
        return Revision(UInt64(readStream.int(0)))
    }

    func save(_ revision: Revision, of stream: StreamName) throws(StorageError) {
        try saveStream.run(.text(stream.text), .int(Int64(revision.value)))
    }

    /// What the key stands for, and the digest of the events it was first used with.
    func appended(underKey key: String) throws(StorageError) -> (digest: Int64, appended: Appended)? {
        readKey.bind(.text(key))
        guard try readKey.step() else { return nil }
        defer { readKey.reset() }
        let appended = Appended(
            first: Position(UInt64(readKey.int(1))), last: Position(UInt64(readKey.int(2))),
            revision: Revision(UInt64(readKey.int(3))), isRepeat: true)
        return (readKey.int(0), appended)
    }

    func save(_ appended: Appended, digest: Int64, underKey key: String) throws(StorageError) {
        try saveKey.run(
            .text(key), .int(digest), .int(Int64(appended.first.value)), .int(Int64(appended.last.value)),
            .int(Int64(appended.revision.value)))
    }
}
