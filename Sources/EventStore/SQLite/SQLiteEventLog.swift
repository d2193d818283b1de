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
        /// Commits between two checkpoints of the write-ahead log.
        public var commitsPerCheckpoint = 1000

        public init() {}
    }

    private let queue: WriteQueue
    private let reader: LogReader
    private let tail: TailBuffer
    private let signal: HeadSignal
    private let database: String
    private let isWritable: Bool
    /// Held for its lock until the log is closed.
    private let lock: Mutex<FileHandle?>
    private let closed = Mutex<(isDone: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))

    /// Opens the log in `folder` for writing and reading, and makes it where there is none.
    ///
    /// - Throws: where another process writes there, or the database cannot be opened.
    public static func open(
        folder: String, clock: any WallClock = SystemWallClock(), limits: Limits = Limits()
    ) throws(StorageError) -> SQLiteEventLog {
        let place = LogFolder(folder)
        try place.create()
        let lock = try place.lock()
        let writer = try LogWriter(path: place.database, clock: clock)
        let queue = WriteQueue(eventLimit: limits.queuedEvents, byteLimit: limits.queuedBytes)
        let log = SQLiteEventLog(
            place.database, queue: queue, reader: try LogReader(path: place.database), head: writer.committedHead,
            tailEvents: limits.tailEvents, lock: lock)
        let merger = try SegmentMerger(path: place.database, queue: queue)
        log.start(writer, merger, commitsPerCheckpoint: limits.commitsPerCheckpoint)
        return log
    }

    /// Opens the log in `folder` for reading, also while another process writes.
    ///
    /// Subscriptions see what that process appends only as far as ``refresh()`` is called.
    public static func openForReading(folder: String) throws(StorageError) -> SQLiteEventLog {
        let place = LogFolder(folder)
        guard FileManager.default.fileExists(atPath: place.database) else {
            throw StorageError("there is no log in '\(folder)'")
        }
        let reader = try LogReader(path: place.database)
        let queue = WriteQueue(eventLimit: 0, byteLimit: 0)
        queue.close()
        return SQLiteEventLog(
            place.database, queue: queue, reader: reader, head: try reader.head(), tailEvents: 0, lock: nil)
    }

    private init(
        _ database: String, queue: WriteQueue, reader: LogReader, head: Position, tailEvents: Int, lock: FileHandle?
    ) {
        self.database = database
        self.queue = queue
        self.reader = reader
        isWritable = lock != nil
        self.lock = Mutex(lock)
        tail = TailBuffer(after: head, limit: tailEvents)
        signal = HeadSignal(head: head)
    }

    public var head: Position { signal.head }

    /// Events that wait for the writer now.
    public var queueDepth: Int { queue.depth }

    /// Bytes of the log's files on the disk, the write-ahead log included.
    public var storedBytes: Int {
        ["", "-wal"].reduce(0) { sum, suffix in
            let attributes = try? FileManager.default.attributesOfItem(atPath: database + suffix)
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }

    @discardableResult
    public func append(_ proposal: Proposal) async throws(AppendError) -> Appended {
        let events = try ProposedEvent.encode(proposal)
        let result: Result<Appended, AppendError> = await withCheckedContinuation { reply in
            do throws(AppendError) {
                try queue.add(WriteQueue.Job(proposal, events, reply: reply))
            } catch {
                reply.resume(returning: .failure(error))
            }
        }
        return try result.get()
    }

    public func enqueue(_ proposal: Proposal) throws(AppendError) {
        try queue.add(WriteQueue.Job(proposal, try ProposedEvent.encode(proposal), reply: nil))
    }

    public func read(_ selection: Selection, after position: Position, limit: Int) async throws(StorageError) -> Page {
        if isWritable, let page = tail.page(selection, after: position, limit: limit) { return page }
        return try reader.read(selection, after: position, limit: limit)
    }

    public func readBackwards(
        _ selection: Selection, before position: Position?, limit: Int
    ) async throws(StorageError) -> Page {
        try reader.readBackwards(selection, before: position ?? head.advanced(by: 1), limit: limit)
    }

    public func subscribe(to selection: Selection, after checkpoint: Position) -> Subscription {
        Subscription(log: self, selection: selection, checkpoint: checkpoint, pageSize: 512, signal: signal)
    }

    /// Looks for what another process has appended; only needed on a log open for reading.
    public func refresh() throws(StorageError) { signal.advance(to: try reader.head()) }

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

    // MARK: The writer's thread

    private func start(_ writer: sending LogWriter, _ merger: SegmentMerger, commitsPerCheckpoint: Int) {
        let box = Mutex<LogWriter?>(writer)
        let merging = Thread { [self] in
            merger.run { !self.closed.withLock { $0.isDone } }
        }
        merging.name = "log merger"
        merging.start()
        let writing = Thread { [self] in
            guard let writer = box.withLock({ $0.take() }) else { return }
            self.write(with: writer, merger, commitsPerCheckpoint: commitsPerCheckpoint)
            self.finish(merger)
        }
        writing.name = "log writer"
        writing.start()
    }

    private func write(with writer: LogWriter, _ merger: SegmentMerger, commitsPerCheckpoint: Int) {
        var commits = 0
        var unsealed = 0
        merger.nudge()
        while true {
            let group = queue.next()
            if !group.jobs.isEmpty {
                let count = commit(group.jobs, with: writer)
                commits += 1
                unsealed += count
            }
            for segment in group.merged {
                // A merge that cannot be stored leaves the small segments, which are as good.
                try? writer.replace(with: segment)
                unsealed = max(0, unsealed - segment.count)
                merger.nudge()
            }
            if unsealed >= Segment.sealedCount { merger.nudge() }
            if commits >= commitsPerCheckpoint {
                // A checkpoint that fails is tried again later: the write-ahead log only grows meanwhile.
                try? writer.checkpoint()
                commits = 0
            }
            if group.isClosing { break }
        }
        try? writer.checkpoint()
    }

    /// Publishes first and answers afterwards: whoever has an answer can read its events.
    ///
    /// Gives the number of events that now lie in a small segment.
    private func commit(_ jobs: [WriteQueue.Job], with writer: LogWriter) -> Int {
        let committed = writer.commit(jobs)
        if !committed.events.isEmpty {
            tail.append(committed.events)
            signal.advance(by: committed.events)
        }
        for (job, result) in committed.replies { job.reply?.resume(returning: result) }
        return committed.events.count < Segment.sealedCount ? committed.events.count : 0
    }

    /// Once the writer and its connection are gone: gives up the lock and answers those who wait for it.
    private func finish(_ merger: SegmentMerger) {
        lock.withLock { file in
            try? file?.close()
            file = nil
        }
        signal.close()
        let waiters = closed.withLock { closed in
            defer { closed = (true, []) }
            return closed.waiters
        }
        merger.nudge()
        for waiter in waiters { waiter.resume() }
    }
}
