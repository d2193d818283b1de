/// Turns a log of schema 1, where small segments waited in the same table as sealed ones, into today's.
///
/// Runs within the transaction that makes the new tables: dying at any moment leaves the old log as it was.
struct MigrationFromV1 {
    private let connection: SQLiteConnection
    private let keys: SubjectKeys
    private let sealer: SegmentSealer

    init(_ connection: SQLiteConnection, keys: SubjectKeys) {
        self.connection = connection
        self.keys = keys
        sealer = SegmentSealer(level: 6, keys: keys)
    }

    func run() throws(StorageError) {
        try seal()
        try connection.execute("DROP TABLE segments_v1; DROP TABLE streams")
    }

    private func seal() throws(StorageError) {
        let statements = try WriterStatements(connection)
        var chain = SegmentChain()
        var waiting: [RecordedEvent] = []
        let rows = try connection.prepare("SELECT first, first_time, checksum, data FROM segments_v1 ORDER BY first")
        while try rows.step() {
            waiting += try SegmentDecoderV1.decode(
                rows.blob(3), first: Position(UInt64(rows.int(0))),
                firstTime: Timestamp(nanoseconds: rows.int(1)), checksum: UInt32(truncatingIfNeeded: rows.int(2)))
            let segments = try sealer.seal(waiting[...])
            for segment in segments { try statements.insert(segment, digest: chain.add(segment)) }
            waiting.removeFirst(segments.reduce(0) { $0 + $1.count })
        }
        guard !waiting.isEmpty else { return }
        let last = try SegmentEncoder(level: 6).encode(waiting[...], keys: keys)
        try statements.insert(last, digest: chain.add(last))
    }
}
