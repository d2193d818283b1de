/// The one writer: takes a group of proposals, checks each, and commits all that hold as one segment.
///
/// It lives on a thread of its own and owns the only read-write connection: SQLite 3.40 can corrupt a
/// database whose write-ahead log is reset by a second one.
final class LogWriter {
    private let connection: SQLiteConnection
    private let statements: WriterStatements
    private let table: SegmentTable
    private let deflater: Deflater
    private let clock: any WallClock
    private var head: Position
    private var lastTime: Timestamp
    /// Revisions of streams seen lately; `streams` in the database has them all.
    private var revisions: [StreamName: Revision?] = [:]
    private var isSyncing = false

    private static let revisionCacheLimit = 65_536

    init(path: String, clock: any WallClock) throws(StorageError) {
        connection = try SQLiteConnection(path: path, access: .readWrite)
        try connection.execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0;
            PRAGMA secure_delete = OFF; PRAGMA temp_store = MEMORY;
            """)
        try SegmentTable.create(on: connection)
        statements = try WriterStatements(connection)
        table = try SegmentTable(connection)
        deflater = try Deflater(level: 1)
        self.clock = clock
        (head, lastTime) = try table.head() ?? (.start, Timestamp(nanoseconds: 0))
    }

    /// The last committed position.
    var committedHead: Position { head }

    /// One committed group: what to publish, and whom to answer what.
    struct Committed {
        var events: [RecordedEvent] = []
        var replies: [(WriteQueue.Job, Result<Appended, AppendError>)] = []
    }

    /// Commits a group; a storage fault refuses all of it and leaves the log as it was.
    func commit(_ jobs: [WriteQueue.Job]) -> Committed {
        let before = (head, lastTime)
        do throws(StorageError) {
            try sync(jobs.contains { $0.proposal.durability == .synced })
            return try connection.transaction { () throws(StorageError) in try write(jobs) }
        } catch {
            (head, lastTime) = before
            revisions = [:]
            return Committed(replies: jobs.map { ($0, .failure(.storage(error))) })
        }
    }

    /// Puts a merged segment in place of the small ones.
    func replace(with segment: Segment) throws(StorageError) {
        try connection.transaction { () throws(StorageError) in try statements.replace(with: segment) }
    }

    func checkpoint() throws(StorageError) { try connection.checkpoint() }

    private func write(_ jobs: [WriteQueue.Job]) throws(StorageError) -> Committed {
        var committed = Committed()
        var touched: [StreamName: Revision] = [:]
        let time = max(clock.now(), lastTime)
        for job in jobs {
            committed.replies.append((job, try accept(job, at: time, into: &committed.events, &touched)))
        }
        guard !committed.events.isEmpty else { return committed }
        let isFull = committed.events.count >= Segment.sealedCount
        try statements.insert(try SegmentCodec.encode(committed.events, sealed: isFull, with: deflater))
        for (stream, revision) in touched { try statements.save(revision, of: stream) }
        lastTime = time
        return committed
    }

    private func accept(
        _ job: WriteQueue.Job, at time: Timestamp, into events: inout [RecordedEvent],
        _ touched: inout [StreamName: Revision]
    ) throws(StorageError) -> Result<Appended, AppendError> {
        let proposal = job.proposal
        let digest = Self.digest(of: job)
        if let key = proposal.key, let known = try statements.appended(underKey: key) {
            return known.digest == digest ? .success(known.appended) : .failure(.keyReused(key))
        }
        let current = try revision(of: proposal.stream)
        guard proposal.expecting.holds(for: current) else {
            return .failure(.conflict(stream: proposal.stream, expected: proposal.expecting, actual: current))
        }
        let first = head.advanced(by: 1)
        var revision = current
        for (proposed, fresh) in zip(job.events, proposal.events) {
            head = head.advanced(by: 1)
            let next = revision?.next ?? .first
            revision = next
            events.append(
                RecordedEvent(
                    position: head, time: time, stream: proposal.stream, revision: next, type: proposed.type,
                    version: proposed.version, metadata: proposal.metadata, payload: proposed.payload, fresh: fresh))
        }
        let appended = Appended(first: first, last: head, revision: revision ?? .first)
        revisions[proposal.stream] = appended.revision
        touched[proposal.stream] = appended.revision
        if let key = proposal.key { try statements.save(appended, digest: digest, underKey: key) }
        return .success(appended)
    }

    private func revision(of stream: StreamName) throws(StorageError) -> Revision? {
        if let known = revisions[stream] { return known }
        if revisions.count >= Self.revisionCacheLimit { revisions.removeAll(keepingCapacity: true) }
        let stored = try statements.revision(of: stream)
        revisions[stream] = .some(stored)
        return stored
    }

    /// FULL where the group promises to survive a power cut, NORMAL else (docs/decisions/0003).
    private func sync(_ wanted: Bool) throws(StorageError) {
        guard wanted != isSyncing else { return }
        try connection.execute("PRAGMA synchronous = \(wanted ? "FULL" : "NORMAL")")
        isSyncing = wanted
    }

    /// Tells whether a repeated key comes with the same events; only computed where there is a key.
    private static func digest(of job: WriteQueue.Job) -> Int64 {
        guard job.proposal.key != nil else { return 0 }
        var bytes = Array(job.proposal.stream.text.utf8)
        for event in job.events { bytes += Array(event.type.name.utf8) + [0] + event.payload + [0] }
        return Int64(Zlib.checksum(bytes)) << 31 | Int64(bytes.count & 0x7FFF_FFFF)
    }
}
