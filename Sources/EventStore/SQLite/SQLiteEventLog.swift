import Foundation
import Synchronization

/// The log in a folder: one SQLite database of compressed segments.
///
/// One process writes (a lock file sees to it), through one thread that commits whatever waits as one group.
/// Any number of processes read.
public final class SQLiteEventLog: EventLog {
    /// The bounds of a log, each with a default that suits two cores.
    public struct Limits: Sendable {
        /// Events that may wait for the writer; more are refused with `overloaded`.
        public var queuedEvents = 65_536
        /// Bytes of events that may wait for the writer.
        public var queuedBytes = 64 << 20
        /// Latest events kept in memory for live readers.
        public var tailEvents = 4096
        /// Commits between two checkpoints of the write-ahead log: each holds up whoever appends.
        public var commitsPerCheckpoint = 1000
        /// zlib's level for sealed segments, 1 (fast) to 9 (small): 6 is 3 % smaller than 1 at twice zlib's time.
        public var compression: Int32 = 1
        /// Milliseconds that a commit waits while another process holds the database's write lock.
        public var busyTimeout: Int32 = 5000

        public init() {}
    }

    let queue: WriteQueue
    let turns: Turns
    let reader: LogReader
    let contents: LogContents
    let signal: HeadSignal
    let database: String
    private let isWritable: Bool
    /// Used by whoever the queue lets commit: the writer's thread, or an appender in its place.
    let writer: Mutex<LogWriter?>
    let sealer: SegmentSealer
    /// Whether the writer is gone: whoever only wants to know that does not wait for a commit.
    let isFinished = Atomic(false)
    /// Held for its lock until the log is closed.
    let lock: Mutex<FileHandle?>
    let closed = Mutex<(isDone: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))

    /// Opens the log in `folder` for writing and reading, and makes it where there is none.
    ///
    /// A log of an older version is brought up to date first.
    ///
    /// - Parameter turns: of threads that may commit in the writer's place once their turn is over.
    /// - Throws: where another process writes there, or the database cannot be opened.
    public static func open(
        folder: String, clock: any WallClock = SystemWallClock(), limits: Limits = Limits(),
        turns: Turns = .none
    ) throws(StorageError) -> SQLiteEventLog {
        let place = LogFolder(folder)
        try place.create()
        let lock = try place.lock()
        let keys = try SubjectKeys.open(path: place.keys)
        let log = try SQLiteEventLog(place.database, limits: limits, lock: lock, keys: keys, clock: clock, turns: turns)
        log.start()
        return log
    }

    /// Opens the log in `folder` for reading, also while another process writes.
    ///
    /// Subscriptions see what that process appends only as far as something is read or ``refresh()`` is called.
    public static func openForReading(folder: String) throws(StorageError) -> SQLiteEventLog {
        let place = LogFolder(folder)
        guard FileManager.default.fileExists(atPath: place.database) else {
            throw StorageError("there is no log in '\(folder)'")
        }
        let keys = try SubjectKeys.openForReading(path: place.keys)
        let log = try SQLiteEventLog(place.database, limits: Limits(), lock: nil, keys: keys, clock: nil)
        log.queue.close()
        return log
    }

    /// - Parameter clock: nil for a log that is only read.
    private init(
        _ database: String, limits: Limits, lock: FileHandle?, keys: SubjectKeys, clock: (any WallClock)?,
        turns: Turns = .none
    ) throws(StorageError) {
        self.database = database
        self.turns = turns
        let connection: SQLiteConnection? =
            if clock == nil { nil } else {
                try LogWriter.connect(path: database, keys: keys, busyTimeout: limits.busyTimeout)
            }
        queue = WriteQueue(
            eventLimit: limits.queuedEvents, byteLimit: limits.queuedBytes,
            processors: ProcessInfo.processInfo.activeProcessorCount)
        contents = LogContents(tailLimit: limits.tailEvents)
        reader = try LogReader(path: database, contents: contents, keys: keys)
        try reader.refresh()
        sealer = SegmentSealer(level: limits.compression, keys: keys)
        if let connection, let clock {
            writer = Mutex(
                try LogWriter(connection, reader: reader, sealer: sealer, clock: clock, limits: limits))
        } else {
            writer = Mutex(nil)
        }
        isWritable = lock != nil
        self.lock = Mutex(lock)
        signal = HeadSignal(head: contents.head)
    }

    public var head: Position { signal.head }

    /// Events that wait for the writer now.
    public var queueDepth: Int { queue.depth }

    /// Bytes of the log's files on the disk, the write-ahead log included.
    public var storedBytes: Int {
        ([database, database + "-wal"] + FrameFiles.paths(of: database)).reduce(0) { sum, path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }

    @discardableResult
    public func append(_ proposal: Proposal) async throws(AppendError) -> Appended {
        let events = try ProposedEvent.encode(proposal)
        var job = WriteQueue.Job(proposal, events)
        if let result = appendHere(job) { return try result.get() }
        // Unsafe only in that it must be resumed once, which the queue sees to; checked ones cost a tenth of an append.
        let result: Result<Appended, AppendError> = await withUnsafeContinuation { reply in
            do throws(AppendError) {
                job.reply = reply
                try add(job)
            } catch {
                reply.resume(returning: .failure(error))
            }
        }
        return try result.get()
    }

    public func enqueue(_ proposal: Proposal) throws(AppendError) {
        try add(WriteQueue.Job(proposal, try ProposedEvent.encode(proposal)))
    }

    public func read(_ selection: Selection, after position: Position, limit: Int) async throws(StorageError) -> Page {
        try look()
        let page = try reader.read(selection, after: position, limit: limit)
        guard !isWritable, page.isLast else { return page }
        try refresh()
        return try reader.read(selection, after: position, limit: limit)
    }

    public func readBackwards(
        _ selection: Selection, before position: Position?, limit: Int
    ) async throws(StorageError) -> Page {
        try look()
        if !isWritable, position.map({ $0 > head }) ?? true { try refresh() }
        return try reader.readBackwards(selection, before: position ?? head.advanced(by: 1), limit: limit)
    }

    /// On a log open for reading: sees what the writing process has done to the database, but for what lies beside it: that takes
    /// longer than a page, and only matters at the end.
    private func look() throws(StorageError) {
        guard !isWritable, try reader.refreshDatabase() else { return }
        signal.advance(to: contents.head)
    }

    public func subscribe(to selection: Selection, after checkpoint: Position) -> Subscription {
        Subscription(log: self, selection: selection, checkpoint: checkpoint, pageSize: 512, signal: signal)
    }

    public func save(_ snapshot: Snapshot) async throws(AppendError) {
        guard snapshot.position <= head else { throw .invalid(InMemoryEventLog.beyond(snapshot, head)) }
        try await onWriter { $0.save(snapshot) }
    }

    public func removeSnapshot(named name: String) async throws(AppendError) {
        try await onWriter { $0.removeSnapshot(named: name) }
    }

    public func erase(principal: String) async throws(AppendError) {
        guard principal != EventMetadata.local else { throw .invalid(InMemoryEventLog.everybody) }
        try await onWriter { $0.erase(principal) }
    }

    public func snapshot(named name: String) async throws(StorageError) -> Snapshot? {
        try reader.snapshot(named: name)
    }

    public func snapshots(prefix: String) async throws(StorageError) -> [SnapshotHeading] {
        try reader.snapshots(prefix: prefix)
    }

    /// Looks for what another process has appended; only needed on a log open for reading.
    public func refresh() throws(StorageError) {
        try reader.refresh()
        signal.advance(to: contents.head)
    }

    public func close() async {
        guard isWritable else { return signal.close() }
        queue.close()
        await withCheckedContinuation { waiter in
            let isDone = closed.withLock { closed in
                if !closed.isDone { closed.waiters.append(waiter) }
                return closed.isDone
            }
            if isDone { waiter.resume() }
        }
    }
}
