public import Foundation

/// Reads events from a file into a log.
public struct LogImport: Sendable {
    /// What came of it.
    public struct Result: Hashable, Sendable {
        /// Events that the log now has and had not before.
        public fileprivate(set) var added = 0
        /// Events that it had already.
        public fileprivate(set) var known = 0
        /// Events at places before the log's end where it has none (any more): they are left out.
        public fileprivate(set) var passedOver = 0
    }

    private let log: SQLiteEventLog
    private let keys: SubjectKeys
    private let acceptsErased: Bool

    /// The events and payload bytes written at once.
    private static let batchCount = 8192
    private static let batchBytes = 16 << 20

    /// - Parameters:
    ///   - keys: the folder of the log that an archive was made of, where that is another one: archives hold what
    ///     principals did under that log's keys.
    ///   - acceptsErased: whether events whose payload nobody can read any more are taken without it.
    public init(to log: SQLiteEventLog, keys: String? = nil, acceptsErased: Bool = false) throws(StorageError) {
        self.log = log
        self.keys =
            if let keys { try SubjectKeys.openForReading(path: LogFolder(keys).keys) } else { log.reader.keys }
        self.acceptsErased = acceptsErased
    }

    /// Makes the log the same as the one the file was made of: positions, times and all.
    ///
    /// The log is empty or an earlier state of that one: what it has already is compared and left alone, so a second
    /// run adds nothing, and an aborted one is taken up where it ended.
    ///
    /// - Throws: where the file is damaged, naming the line; where the log holds another event at a position of the
    ///   file. What was added before stays.
    public func restore(from file: FileHandle) async throws -> Result {
        try await restore(Self.events(in: file, keys: keys))
    }

    /// Adds the events at the end, as new ones: in the file's order, with new positions, times and revisions.
    ///
    /// An event is added once, whatever files bring it: its whole line is its idempotency key. Causations within the
    /// file point to the new positions; those to events outside it are left out.
    public func append(from file: FileHandle) async throws -> Result {
        try await append(Self.events(in: file, keys: keys))
    }

    /// The file's events, whichever format it has.
    static func events(in file: FileHandle, keys: SubjectKeys) throws -> any EventFile {
        let begin = try file.read(upToCount: LogArchive.magic.count) ?? Data()
        return Array(begin) == LogArchive.magic
            ? LogArchiveFile(file, keys: keys) : EventLineFile(file, begin: Array(begin))
    }

    /// A batch is written while the next one is read.
    func restore(_ file: any EventFile) async throws -> Result {
        var file = file
        var result = Result()
        var batch = Batch()
        var known = KnownEvents(log)
        var end = log.head
        return try await withThrowingTaskGroup(of: Int.self) { writing in
            while let event = try file.next() {
                try check(event)
                if event.position <= end {
                    // Only a file that goes back comes to what is being written.
                    if event.position > log.head { result.added += try await restore(&batch, &writing, isLast: true) }
                    try note(event, known.compare(event), &result)
                    continue
                }
                end = event.position
                batch.add(event)
                if batch.isFull { result.added += try await restore(&batch, &writing) }
            }
            result.added += try await restore(&batch, &writing, isLast: true)
            return result
        }
    }

    private func note(
        _ event: RecordedEvent, _ comparison: KnownEvents.Comparison, _ result: inout Result
    ) throws(StorageError) {
        switch comparison {
        case .same: result.known += 1
        case .missing: result.passedOver += 1
        case .different:
            throw StorageError(
                "position \(event.position) holds another event in this log: the file is of another log, whose "
                    + "events can only be appended as new ones")
        }
    }

    /// A payload whose key is elsewhere must not be taken for one that was erased.
    private func check(_ event: RecordedEvent) throws(StorageError) {
        guard event.payload.isEmpty, let principal = event.metadata.principal, !acceptsErased else { return }
        throw StorageError(
            "event \(event.position) of '\(principal)' has no payload that can be read: its key was forgotten, or is "
                + "with the log that the archive was made of")
    }

    /// Waits for the batch under way and begins to write the next one; gives how many events were added.
    ///
    /// - Parameter isLast: whether this one is waited for as well.
    private func restore(
        _ batch: inout Batch, _ writing: inout ThrowingTaskGroup<Int, any Error>, isLast: Bool = false
    ) async throws -> Int {
        var added = try await writing.next() ?? 0
        let events = batch.take()
        guard !events.isEmpty else { return added }
        writing.addTask { [log] in
            try await log.restore(events)
            return events.count
        }
        if isLast { added += try await writing.next() ?? 0 }
        return added
    }

    func append(_ file: any EventFile) async throws -> Result {
        var file = file
        var result = Result()
        var batch = Batch()
        var places = PositionMap()
        while true {
            while !batch.isFull, let event = try file.next() {
                try check(event)
                batch.add(event)
            }
            let events = batch.take()
            if events.isEmpty { return result }
            let added = try await log.appendCopies(of: events, &places)
            result.added += added
            result.known += events.count - added
        }
    }

    /// Events gathered to be written at once.
    private struct Batch {
        private var events: [RecordedEvent] = []
        private var bytes = 0

        var isFull: Bool { events.count >= LogImport.batchCount || bytes >= LogImport.batchBytes }

        mutating func add(_ event: RecordedEvent) {
            events.append(event)
            bytes += event.payload.count
        }

        mutating func take() -> [RecordedEvent] {
            defer { (events, bytes) = ([], 0) }
            return events
        }
    }
}

/// What a log holds at the positions of a file, read a page at a time.
private struct KnownEvents {
    enum Comparison { case same, different, missing }

    private let log: SQLiteEventLog
    private var page: ArraySlice<RecordedEvent> = []
    private var through = Position.start

    init(_ log: SQLiteEventLog) { self.log = log }

    mutating func compare(_ event: RecordedEvent) throws(StorageError) -> Comparison {
        page = page.drop { $0.position < event.position }
        if page.isEmpty, through < event.position {
            let found = try log.reader.read(.all, after: Position(event.position.value - 1), limit: 1024)
            page = found.events[...]
            through = found.through
        }
        guard let known = page.first, known.position == event.position else { return .missing }
        return known == event ? .same : .different
    }
}
