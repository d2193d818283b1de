/// The one writer: takes a group of proposals, checks each, and commits all that hold as one frame.
///
/// It lives on a thread of its own and owns the only read-write connection: SQLite 3.40 can corrupt a
/// database whose write-ahead log is reset by a second one.
final class LogWriter {
    let connection: SQLiteConnection
    let statements: WriterStatements
    let sealer: SegmentSealer
    private let clock: any WallClock
    let reader: LogReader
    private let files: LogFiles
    let frames: FrameFiles
    let busyTimeout: Int32
    var head: Position
    var lastTime: Timestamp
    var streams: StreamHeads
    var chain: SegmentChain
    private var frame = ByteWriter()
    private var isSyncing = false
    var upkeep: LogUpkeep
    /// The last sealed position when the filter of streams was last kept.
    private var streamsKept: Position

    /// Segments between two snapshots of the filter of streams.
    private static let segmentsPerSnapshot: UInt64 = 1024
    /// Events that the last group may have left over of a segment.
    private static let spill = 64
    /// Unsealed events beyond which the writer seals before it takes more: the sealer has fallen behind.
    private static let unsealedLimit = 16 * Segment.sealedCount

    /// - Parameter reader: reads the same log, and has the contents that this writer's owner keeps up to date.
    init(
        _ connection: SQLiteConnection, reader: LogReader, sealer: SegmentSealer, clock: any WallClock,
        limits: SQLiteEventLog.Limits
    ) throws(StorageError) {
        self.connection = connection
        self.reader = reader
        self.sealer = sealer
        self.clock = clock
        statements = try WriterStatements(connection)
        upkeep = LogUpkeep(commitLimit: limits.commitsPerCheckpoint, growth: try WriteAheadGrowth(of: connection))
        busyTimeout = limits.busyTimeout
        frames = try FrameFiles(database: reader.database, adoptedBy: connection)
        files = LogFiles(database: reader.database)
        let table = try SegmentTable(connection, keys: reader.keys)
        chain = try table.lastDigest().map(SegmentChain.init(after:)) ?? SegmentChain()
        head = reader.contents.head
        lastTime = reader.contents.lastTime ?? Timestamp(nanoseconds: .min)
        (streams, streamsKept) = try Self.streams(table, reader)
    }

    /// Opens the one connection that writes, and brings the tables up to date.
    static func connect(
        path: String, keys: SubjectKeys, busyTimeout: Int32
    ) throws(StorageError) -> SQLiteConnection {
        let connection = try SQLiteConnection(
            path: path, access: .readWrite, busyTimeout: busyTimeout, vfs: GatheringVFS.name)
        // The size of pages is for a new log: one that is there keeps its own.
        try connection.execute(
            """
            PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0;
            PRAGMA secure_delete = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192;
            """)
        try LogSchema.prepare(connection, keys: keys)
        return connection
    }

    /// One committed group: what to publish, and the answer to each job.
    struct Committed {
        var events: [RecordedEvent] = []
        var sealed: [Segment] = []
        var replies: [Result<Appended, AppendError>] = []
    }

    /// Commits a group; a storage fault refuses all of it and leaves the log as it was.
    ///
    /// - Parameter waits: whether it waits for a lock that another process holds; if not, nil says that it would have to.
    func commit(_ jobs: [WriteQueue.Job], waits: Bool) -> Committed? {
        let before = (head, lastTime, chain)
        streams.makeRoom()
        connection.busyTimeout = waits ? busyTimeout : 0
        upkeep.commits += 1
        do throws(StorageError) {
            try files.check()
            let waiting = reader.contents.unsealedCount
            let line = sealingLine(for: jobs, after: waiting)
            if line == nil, jobs.onlyAddEvents, frames.makeRoom(sealedThrough: reader.contents.sealedThrough) {
                return try writeBeside(jobs)
            }
            try sync(jobs.wantSync)
            let committed = try connection.transaction(statements.frame) { () throws(StorageError) in
                try write(jobs, line, after: waiting)
            }
            if !committed.events.isEmpty { frames.clear() }
            return committed
        } catch {
            (head, lastTime, chain) = before
            streams.forget()
            if !waits, error.isBusy { return nil }
            return Committed(replies: Array(repeating: .failure(.storage(error)), count: jobs.count))
        }
    }

    /// Puts sealed segments in the place of their events' frames: those that go on where the last one ends.
    ///
    /// - Returns: those it has put there.
    func install(_ found: [Segment]) throws(StorageError) -> [Segment] {
        var segments: [Segment] = []
        var end = reader.contents.sealedThrough
        for segment in found where segment.first == end.advanced(by: 1) {
            segments.append(segment)
            end = segment.last
        }
        guard !segments.isEmpty else { return [] }
        let before = chain
        connection.busyTimeout = busyTimeout
        do throws(StorageError) {
            try files.check()
            // Until these are on the disk, the frames are: whichever a power cut leaves holds the events.
            try sync(false)
            try connection.transaction { () throws(StorageError) in try insert(segments) }
            return segments
        } catch {
            chain = before
            throw error
        }
    }

    /// Makes what a principal's events say unreadable, in every copy of the log.
    func erase(_ principal: String) -> Result<Void, AppendError> {
        result { () throws(StorageError) in
            try reader.keys.forget(principal)
            // What is in memory first: it must be gone even where the disk refuses the rest.
            reader.contents.erase(principal)
            reader.forgetOpened()
            try statements.removeReadModels()
        }
    }

    func save(_ snapshot: Snapshot) -> Result<Void, AppendError> {
        result { () throws(StorageError) in
            try absorb()
            try statements.save(snapshot)
        }
    }

    func removeSnapshot(named name: String) -> Result<Void, AppendError> {
        result { () throws(StorageError) in try statements.removeSnapshot(named: name) }
    }

    private func result(_ body: () throws(StorageError) -> Void) -> Result<Void, AppendError> {
        do throws(StorageError) {
            return .success(try body())
        } catch {
            return .failure(.storage(error))
        }
    }

    /// Keeps the filter of streams once many segments were added, so that opening the log need not read them.
    func keepStreams() throws(StorageError) {
        let distance = reader.contents.sealedThrough.value - streamsKept.value
        guard distance >= Self.segmentsPerSnapshot * UInt64(Segment.sealedCount) else { return }
        try keepStreams(sealing: nil)
    }

    func keepStreams(sealing last: Position?) throws(StorageError) {
        let sealed = last ?? reader.contents.sealedThrough
        guard sealed > streamsKept else { return }
        try statements.save(streams.snapshot(at: sealed))
        streamsKept = sealed
    }

    /// Writes to the files beside the database, which it need not know of.
    private func writeBeside(_ jobs: [WriteQueue.Job]) throws(StorageError) -> Committed {
        var line: SealingLine?
        let committed = try accept(jobs, &line)
        try store(committed.events[...]) { (first, last, data) throws(StorageError) in
            try frames.append(first: first.position, last: last.position, time: first.time, data: data)
        }
        return committed
    }

    private func write(
        _ jobs: [WriteQueue.Job], _ line: SealingLine?, after waiting: Int
    ) throws(StorageError) -> Committed {
        var line = line
        var committed = try accept(jobs, &line)
        guard !committed.events.isEmpty else { return committed }
        let sealed =
            try line?.each(idle: reader.contents.letGoOfOne) { (segment) throws(StorageError) in
                try insert([segment])
            } ?? []
        committed.sealed = sealed
        let count = sealed.reduce(0) { $0 + $1.count }
        try insertFramesBeside()
        try store(committed.events[max(0, count - waiting)...]) { (first, last, data) throws(StorageError) in
            try statements.insertFrame(first: first.position, last: last.position, time: first.time, data: data)
        }
        return committed
    }

    private func accept(_ jobs: [WriteQueue.Job], _ line: inout SealingLine?) throws(StorageError) -> Committed {
        var committed = Committed()
        let time = max(clock.now(), lastTime)
        committed.replies.reserveCapacity(jobs.count)
        committed.events.reserveCapacity(jobs.eventCount)
        for index in jobs.indices {
            let first = committed.events.count
            committed.replies.append(try accept(jobs[index], at: time, into: &committed.events))
            line?.add(committed.events[first...])
        }
        if !committed.events.isEmpty { lastTime = time }
        return committed
    }

    /// Where what is as large as a segment, or more than the sealer can keep up with, is sealed at once: after the events
    /// that wait.
    private func sealingLine(for jobs: [WriteQueue.Job], after waiting: Int) -> SealingLine? {
        let count = jobs.eventCount
        let isLarge = count + min(waiting, Self.spill) >= Segment.sealedCount
        guard isLarge || waiting + count > Self.unsealedLimit else { return nil }
        var line = sealer.line()
        line.add(reader.contents.unsealed())
        return line
    }

    func insert(_ segments: [Segment]) throws(StorageError) {
        for segment in segments {
            try statements.insert(segment, digest: chain.add(segment))
        }
        guard let last = segments.last else { return }
        try statements.deleteFrames(through: last.last)
    }

    private func store(
        _ events: ArraySlice<RecordedEvent>,
        _ body: (RecordedEvent, RecordedEvent, [UInt8]) throws(StorageError) -> Void
    ) throws(StorageError) {
        guard let first = events.first, let last = events.last else { return }
        frame.removeAll()
        try FrameCodec.encode(events, to: &frame, keys: reader.keys)
        try body(first, last, frame.bytes)
    }

    /// Gives the database the frames that lie beside it: whatever else it is told comes after them.
    func absorb() throws(StorageError) {
        guard !frames.isEmpty else { return }
        try connection.transaction { () throws(StorageError) in try insertFramesBeside() }
        frames.clear()
    }

    /// The same, within a transaction.
    private func insertFramesBeside() throws(StorageError) {
        guard !frames.isEmpty else { return }
        for frame in try frames.missing(after: connection.lastStored()) {
            try statements.insert(frame)
        }
    }

    private func accept(
        _ job: WriteQueue.Job, at time: Timestamp, into events: inout [RecordedEvent]
    ) throws(StorageError) -> Result<Appended, AppendError> {
        let digest = KeyDigest.of(job)
        if let key = job.key, let known = try statements.appended(underKey: key) {
            let isSame = known.digest < 0 ? known.digest == digest : known.digest == KeyDigest.old(of: job)
            return isSame ? .success(known.appended) : .failure(.keyReused(key))
        }
        let current: Revision?
        do throws(StorageError) {
            current = try streams.revision(of: job.stream, search: reader.revision)
        } catch {
            // The segment that may hold the stream cannot be read: no reason to refuse the rest of the group.
            return .failure(.storage(error))
        }
        guard job.expecting.holds(for: current) else {
            return .failure(.conflict(stream: job.stream.name, expected: job.expecting, actual: current))
        }
        let first = head.advanced(by: 1)
        var revision = current
        let appending = job.appended
        for index in appending.events.indices {
            let (position, next) = (first.advanced(by: index), revision?.next ?? .first)
            revision = next
            events.append(RecordedEvent(position: position, time: time, revision: next, in: appending, at: index))
        }
        head = head.advanced(by: appending.events.count)
        let appended = Appended(first: first, last: head, revision: revision ?? .first)
        streams.advance(job.stream, to: appended.revision, isNew: current == nil)
        if let key = job.key { try statements.save(appended, digest: digest, underKey: key) }
        return .success(appended)
    }

    /// FULL where the group promises to survive a power cut, NORMAL else (docs/decisions/0003).
    func sync(_ wanted: Bool) throws(StorageError) {
        guard wanted != isSyncing else { return }
        try connection.execute("PRAGMA synchronous = \(wanted ? "FULL" : "NORMAL")")
        isSyncing = wanted
    }

    // MARK: Opening

    /// The filter of all streams: the kept one, and the streams of what was sealed or committed after it.
    private static func streams(
        _ table: SegmentTable, _ reader: LogReader
    ) throws(StorageError) -> (StreamHeads, Position) {
        var (filter, position) = (StreamFilter(), Position.start)
        if let kept = try table.snapshot(named: StreamHeads.snapshotName), kept.schema == StreamHeads.schema,
            let stored = try? StreamFilter(stored: kept.data)
        {
            (filter, position) = (stored, kept.position)
        }
        var heads = StreamHeads(seen: filter)
        let directory = reader.contents.directory
        for index in directory.index(after: position)..<directory.count {
            do throws(StorageError) {
                guard let segment = try reader.segment(directory[index]) else { continue }
                for stream in segment.columns.streams { heads.note(stream) }
            } catch {
                heads.noteUnreadable()
            }
        }
        for event in reader.contents.unsealed() { heads.note(event.stream) }
        return (heads, position)
    }
}
