/// A commit's events as they are stored: a row of the table of frames, or a record of a ``FrameFile``.
struct StoredFrame {
    let first: Int64
    let last: Int64
    let time: Int64
    /// Of the numbers, and of the data.
    let checksum: Int64
    let data: [UInt8]

    /// What ``init(row:)`` reads.
    static let columns = "first, last, time, checksum, data"
    static let insertion = "INSERT INTO frames(\(columns)) VALUES (?1, ?2, ?3, ?4, ?5)"

    init(first: Int64, last: Int64, time: Int64, checksum: Int64, data: [UInt8]) {
        (self.first, self.last, self.time, self.checksum, self.data) = (first, last, time, checksum, data)
    }

    init(row: SQLiteStatement) {
        self.init(first: row.int(0), last: row.int(1), time: row.int(2), checksum: row.int(3), data: row.blob(4))
    }

    static func checksum(first: Int64, last: Int64, time: Int64, data: [UInt8]) -> Int64 {
        RowChecksum.column(of: RowChecksum.of(first, last, time), data: CRC32.of(data))
    }

    var range: ClosedRange<UInt64> {
        let start = UInt64(clamping: first)
        return start...max(start, UInt64(clamping: last))
    }

    /// Whether it is as it was written.
    var isWhole: Bool { checksum == Self.checksum(first: first, last: last, time: time, data: data) }

    func events(keys: SubjectKeys) throws(StorageError) -> [RecordedEvent] {
        guard isWhole else { throw StorageError("its checksum differs") }
        let events = try FrameCodec.decode(
            data, first: Position(UInt64(clamping: first)), time: Timestamp(nanoseconds: time), keys: keys)
        guard events.count == range.count else { throw StorageError("it holds \(events.count) events") }
        return events
    }
}

extension [StoredFrame] {
    /// Those that go on from a position without a gap.
    ///
    /// Where a power cut took more of the database than of the files, or of one of them, what lies beyond is no use.
    func following(_ position: Int64) -> [StoredFrame] {
        var end = position
        return filter { frame in
            guard frame.last > end, frame.first <= end + 1 else { return false }
            end = frame.last
            return true
        }
    }
}
