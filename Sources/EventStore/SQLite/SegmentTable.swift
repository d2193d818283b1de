/// Reading the log's tables: summaries, columns and frames.
final class SegmentTable {
    private let connection: SQLiteConnection
    private let keys: SubjectKeys
    private let segmentStatement: SQLiteStatement
    private let snapshotStatement: SQLiteStatement
    private var typeLists: [String: [EventType]] = [:]

    private static let columns = "first, last, first_time, last_time, count, types, filter, checksum"

    init(_ connection: SQLiteConnection, keys: SubjectKeys) throws(StorageError) {
        self.connection = connection
        self.keys = keys
        segmentStatement = try connection.prepare("SELECT \(Self.columns), data FROM segments WHERE first = ?1")
        snapshotStatement = try connection.prepare("SELECT position, schema, data FROM snapshots WHERE name = ?1")
    }

    /// Runs `body` on one state of the log, whatever is committed meanwhile.
    func snapshot<T>(_ body: () throws(StorageError) -> T) throws(StorageError) -> T {
        try connection.execute("BEGIN")
        // A read that failed has nothing to keep.
        defer { try? connection.execute("COMMIT") }
        return try body()
    }

    /// Changes whenever another connection commits.
    func dataVersion() throws(StorageError) -> Int64 { try connection.number("PRAGMA data_version") }

    /// Adds the summaries of the segments after those a directory holds.
    ///
    /// Rows that are damaged or lost leave a gap, which the directory then knows as damaged.
    /// - Returns: whether the last rows are damaged, so that only the frames can tell how far the segments reached.
    func extend(_ directory: inout SegmentDirectory) throws(StorageError) -> Bool {
        let statement = try connection.prepare("SELECT \(Self.columns) FROM segments WHERE first > ?1 ORDER BY first")
        // From the very first row where nothing is known yet: a damaged number may be negative.
        statement.bind(.int(directory.count == 0 ? .min : Int64(directory.sealedThrough.value)))
        var hasDamage = false
        let removed = try StoredSegments.removed(connection)
        while try statement.step() {
            guard let summary = summary(of: statement) else {
                hasDamage = true
                continue
            }
            let next = directory.sealedThrough.advanced(by: 1)
            if hasDamage || !StoredSegments.covers(removed, from: next, to: summary.first) {
                try directory.close(upTo: summary.first, hasDamage: hasDamage)
            }
            directory.append(summary)
            hasDamage = false
        }
        return hasDamage
    }

    /// Rises whenever something of sealed segments is removed.
    func generation() throws(StorageError) -> Int64 {
        try connection.number("SELECT coalesce(max(generation), 0) FROM removed")
    }

    /// The digest of the last segment.
    func lastDigest() throws(StorageError) -> [UInt8]? {
        let statement = try connection.prepare("SELECT digest FROM segments ORDER BY first DESC LIMIT 1")
        return try statement.step() ? statement.blob(0) : nil
    }

    /// The whole segment that begins at a position; nil where there is none any more.
    func segment(at first: Position) throws(StorageError) -> Segment? {
        segmentStatement.bind(.int(Int64(first.value)))
        defer { segmentStatement.reset() }
        guard try segmentStatement.step() else { return nil }
        guard let summary = summary(of: segmentStatement) else { throw ByteReader.damaged }
        return Segment(
            first: summary.first, last: summary.last, firstTime: summary.firstTime, lastTime: summary.lastTime,
            count: summary.count, types: summary.types, filter: summary.filter, data: segmentStatement.blob(8),
            checksum: RowChecksum.data(segmentStatement.int(7)))
    }

    /// The events of frames beyond a position, which follow each other without a gap.
    ///
    /// - Parameter files: the frames that were beside the database before this state of it was read.
    func frames(after position: Position, _ files: [StoredFrame]) throws(StorageError) -> [RecordedEvent] {
        let statement = try connection.prepare("SELECT \(StoredFrame.columns) FROM frames ORDER BY first")
        var events: [RecordedEvent] = []
        while try statement.step() { try add(StoredFrame(row: statement), after: position, to: &events) }
        for frame in try connection.missing(of: files) { try add(frame, after: position, to: &events) }
        return events
    }

    private func add(
        _ frame: StoredFrame, after position: Position, to events: inout [RecordedEvent]
    ) throws(StorageError) {
        let found: [RecordedEvent]
        do throws(StorageError) {
            found = try frame.events(keys: keys)
        } catch {
            throw StorageError(
                code: error.code, "the frame of events \(frame.first) to \(frame.last): \(error.message)")
        }
        if let last = events.last, found.first?.position != last.position.advanced(by: 1) {
            throw StorageError("the frames after event \(last.position) are damaged")
        }
        events += found.drop { $0.position <= position }
    }

    func snapshot(named name: String) throws(StorageError) -> Snapshot? {
        snapshotStatement.bind(.text(name))
        defer { snapshotStatement.reset() }
        guard try snapshotStatement.step() else { return nil }
        return Snapshot(
            name: name, position: Position(UInt64(bitPattern: snapshotStatement.int(0))),
            schema: snapshotStatement.text(1),
            data: snapshotStatement.blob(2))
    }

    /// Names are compared as bytes: `LIKE` would take letters of either case for the same.
    func snapshots(prefix: String) throws(StorageError) -> [SnapshotHeading] {
        let statement = try connection.prepare(
            """
            SELECT name, position, schema, length(data) FROM snapshots
            WHERE name BETWEEN ?1 AND ?1 || char(0x10FFFF) AND substr(name, 1, length(?1)) = ?1
            ORDER BY position, name
            """)
        statement.bind(.text(prefix))
        var found: [SnapshotHeading] = []
        while try statement.step() {
            found.append(
                SnapshotHeading(
                    name: statement.text(0), position: Position(UInt64(bitPattern: statement.int(1))),
                    schema: statement.text(2),
                    bytes: Int(statement.int(3))))
        }
        return found
    }

    /// Nil where the row is not as it was written.
    private func summary(of row: SQLiteStatement) -> SegmentDirectory.Summary? {
        let (list, filter) = (row.text(5), row.blob(6))
        let sum = RowChecksum.of(
            row.int(0), row.int(1), row.int(2), row.int(3), row.int(4), blocks: Array(list.utf8), filter)
        guard sum == RowChecksum.summary(row.int(7)) else { return nil }
        return SegmentDirectory.Summary(
            first: Position(UInt64(bitPattern: row.int(0))), last: Position(UInt64(bitPattern: row.int(1))),
            firstTime: Timestamp(nanoseconds: row.int(2)), lastTime: Timestamp(nanoseconds: row.int(3)),
            count: Int(row.int(4)), types: types(list), filter: KeyFilter(stored: filter))
    }

    private func types(_ list: String) -> [EventType] {
        if let known = typeLists[list] { return known }
        let types = list.split(separator: " ").map { EventType(String($0)) }
        typeLists[list] = types
        return types
    }
}
