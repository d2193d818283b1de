/// The rows of sealed segments as they lie in the database, with the digests that chain them.
struct StoredSegments {
    /// A range of positions whose segments were removed; the chain goes on from the digest of the last of them.
    ///
    /// A segment within the range holds what was kept of it, chained to that digest and to nothing else.
    struct Removed: Equatable {
        let first: Position
        let last: Position
        let digest: [UInt8]
    }

    /// A row as it lies there, intact or not.
    struct Row {
        let segment: Segment
        let digest: [UInt8]
        /// Whether the row's checksum agrees with all of it.
        let isWhole: Bool
    }

    private let connection: SQLiteConnection
    private let keys: SubjectKeys
    /// Frames that lay beside the database before it was read.
    private let files: [StoredFrame]
    private let rowStatement: SQLiteStatement

    /// - Parameter connection: open on the log's database.
    init(_ connection: SQLiteConnection, keys: SubjectKeys, files: [StoredFrame] = []) throws(StorageError) {
        self.connection = connection
        self.keys = keys
        self.files = files
        rowStatement = try connection.prepare(
            """
            SELECT first, last, first_time, last_time, count, types, filter, checksum, digest, data
            FROM segments WHERE first = ?1
            """)
    }

    /// Where the segments begin, in order; with the error that kept it from finding all.
    ///
    /// Where a page of the table is damaged, it goes on from the other end.
    func firsts() -> (found: [Position], error: StorageError?) {
        var (found, error) = firsts("ORDER BY first")
        guard error != nil else { return (found, nil) }
        let rest = firsts("ORDER BY first DESC").found.reversed()
        let last = found.last ?? .start
        found += rest.drop { $0 <= last }
        return (found, error)
    }

    private func firsts(_ order: String) -> (found: [Position], error: StorageError?) {
        var found: [Position] = []
        do throws(StorageError) {
            let statement = try connection.prepare("SELECT first FROM segments \(order)")
            while try statement.step() { found.append(Position(UInt64(clamping: statement.int(0)))) }
            return (found, nil)
        } catch {
            return (found, error)
        }
    }

    func removed() throws(StorageError) -> [Removed] { try Self.removed(connection) }

    static func removed(_ connection: SQLiteConnection) throws(StorageError) -> [Removed] {
        var found: [Removed] = []
        let statement = try connection.prepare("SELECT first, last, digest FROM removed ORDER BY first")
        while try statement.step() {
            found.append(
                Removed(
                    first: Position(UInt64(clamping: statement.int(0))),
                    last: Position(UInt64(clamping: statement.int(1))), digest: statement.blob(2)))
        }
        return found
    }

    /// Whether ranges, in order, leave none of the positions from one up to another out.
    static func covers(_ removed: [Removed], from first: Position, to end: Position) -> Bool {
        var place = first
        for range in removed where range.first <= place { place = max(place, range.last.advanced(by: 1)) }
        return place >= end
    }

    /// The row of the segment that begins at a position; nil where there is none.
    func row(at first: Position) throws(StorageError) -> Row? {
        rowStatement.bind(.int(Int64(clamping: first.value)))
        defer { rowStatement.reset() }
        guard try rowStatement.step() else { return nil }
        let row = rowStatement
        let types = row.text(5).split(separator: " ").map { EventType(String($0)) }
        let segment = Segment(
            first: Position(UInt64(clamping: row.int(0))), last: Position(UInt64(clamping: row.int(1))),
            firstTime: Timestamp(nanoseconds: row.int(2)), lastTime: Timestamp(nanoseconds: row.int(3)),
            count: Int(row.int(4)), types: types, filter: KeyFilter(stored: row.blob(6)), data: row.blob(9),
            checksum: RowChecksum.data(row.int(7)))
        let sum = RowChecksum.column(of: segment.summaryChecksum, data: CRC32.of(segment.data))
        return Row(segment: segment, digest: row.blob(8), isWhole: sum == row.int(7))
    }

    /// The digests a segment is chained by: the one it builds on and its own.
    func link(of segment: Segment) throws(StorageError) -> (before: [UInt8], digest: [UInt8])? {
        guard let row = try row(at: segment.first) else { return nil }
        return (try digestBefore(segment.first) ?? SegmentChain().digest, row.digest)
    }

    /// The digest that a segment at a position builds on; nil at the chain's start.
    func digestBefore(_ position: Position) throws(StorageError) -> [UInt8]? {
        let place = SQLiteValue.int(Int64(clamping: position.value))
        let removed = try connection.prepare(
            "SELECT digest, last FROM removed WHERE first <= ?1 ORDER BY first DESC LIMIT 1")
        removed.bind(place)
        let hasRemoved = try removed.step()
        let segment = try connection.prepare(
            "SELECT digest, last FROM segments WHERE first < ?1 ORDER BY first DESC LIMIT 1")
        segment.bind(place)
        let hasSegment = try segment.step()
        // A segment within a removed range is a branch; the chain goes on from the range.
        if hasRemoved, !hasSegment || segment.int(1) <= removed.int(1) { return removed.blob(0) }
        return hasSegment ? segment.blob(0) : nil
    }

    /// Each frame's events, or why they cannot be read.
    ///
    /// - Parameter position: where the segments end, by what can be read of them.
    func frames(
        after position: Position,
        _ body: (ClosedRange<UInt64>, Result<[RecordedEvent], StorageError>) throws(StorageError) -> Void
    ) throws(StorageError) {
        var end = Int64(clamping: position.value)
        let statement = try connection.prepare("SELECT \(StoredFrame.columns) FROM frames ORDER BY first")
        while try statement.step() {
            let frame = StoredFrame(row: statement)
            if frame.isWhole { end = max(end, frame.last) }
            try body(frame.range, events(of: frame))
        }
        for frame in files.following(end) { try body(frame.range, events(of: frame)) }
    }

    private func events(of frame: StoredFrame) -> Result<[RecordedEvent], StorageError> {
        do throws(StorageError) {
            return .success(try frame.events(keys: keys))
        } catch {
            return .failure(error)
        }
    }
}
