import Synchronization

/// Reads segments over a read-only connection, one reader at a time, in short snapshots: a reader that
/// lingers would keep the write-ahead log from being reused.
final class LogReader: Sendable {
    private let session: Mutex<ReadSession>

    init(path: String) throws(StorageError) {
        session = Mutex(ReadSession(table: try SegmentTable(try SQLiteConnection(path: path, access: .readOnly))))
    }

    func head() throws(StorageError) -> Position {
        try session.withLock { (session) throws(StorageError) in try session.table.head()?.0 ?? .start }
    }

    /// The small segments, in order, with their columns: what the merger works on.
    func unsealed() throws(StorageError) -> [Segment] {
        try session.withLock { (session) throws(StorageError) in try session.unsealed() }
    }

    func read(_ selection: Selection, after position: Position, limit: Int) throws(StorageError) -> Page {
        try session.withLock { (session) throws(StorageError) in
            try session.read(selection, after: position, limit: limit)
        }
    }

    func readBackwards(_ selection: Selection, before position: Position, limit: Int) throws(StorageError) -> Page {
        try session.withLock { (session) throws(StorageError) in
            try session.readBackwards(selection, before: position, limit: limit)
        }
    }
}

/// One connection's reads, each on one state of the log.
private struct ReadSession {
    let table: SegmentTable
    private var cache = SegmentCache()

    init(table: SegmentTable) { self.table = table }

    func unsealed() throws(StorageError) -> [Segment] {
        try table.beginSnapshot()
        defer { table.endSnapshot() }
        return try table.unsealed()
    }

    mutating func read(_ selection: Selection, after position: Position, limit: Int) throws(StorageError) -> Page {
        try table.beginSnapshot()
        defer { table.endSnapshot() }
        var wanted = Wanted(selection: selection, limit: limit)
        var through = position
        try table.walk(after: position) { summary in
            if let last = selection.through, summary.segment.first > last { return false }
            through = summary.segment.last
            return wanted.add(summary)
        }
        let found = try wanted.events(in: table, &cache) { $0.filter { $0.position > position } }
        if found.count == limit, let last = found.last { through = last.position }
        let isBeyond = selection.through.map { through >= $0 } ?? false
        let end = try table.head()?.0 ?? .start
        return Page(events: found, through: through, isLast: through >= end || isBeyond)
    }

    mutating func readBackwards(
        _ selection: Selection, before position: Position, limit: Int
    ) throws(StorageError) -> Page {
        try table.beginSnapshot()
        defer { table.endSnapshot() }
        var wanted = Wanted(selection: selection, limit: limit)
        var through = position
        try table.walkBackwards(before: position) { summary in
            through = summary.segment.first
            return wanted.add(summary)
        }
        let found = try wanted.events(in: table, &cache) { $0.reversed().filter { $0.position < position } }
        if found.count == limit, let last = found.last { through = last.position }
        return Page(events: found, through: through, isLast: through.value <= 1)
    }
}

/// The segments that a page must open: few, so that a read is short; the rest is for the next page.
private struct Wanted {
    let selection: Selection
    let limit: Int
    private var summaries: [SegmentTable.Summary] = []
    private var count = 0

    init(selection: Selection, limit: Int) {
        self.selection = selection
        self.limit = limit
    }

    /// Takes a segment that may hold something; false once there are enough.
    mutating func add(_ summary: SegmentTable.Summary) -> Bool {
        guard summary.segment.mayHold(selection) else { return true }
        summaries.append(summary)
        count += summary.segment.count
        return count < limit + Segment.sealedCount
    }

    /// The matching events of the segments, in the order that `arrange` gives those of each, up to the limit.
    func events(
        in table: SegmentTable, _ cache: inout SegmentCache, arrange: ([RecordedEvent]) -> [RecordedEvent]
    ) throws(StorageError) -> [RecordedEvent] {
        var found: [RecordedEvent] = []
        for summary in summaries {
            for event in arrange(try cache.events(of: summary, in: table)) where selection.matches(event) {
                found.append(event)
                if found.count == limit { return found }
            }
        }
        return found
    }
}

/// The segments opened last, decoded: paging through one opens it once.
struct SegmentCache {
    private static let limit = 4
    private var entries: [(first: Position, last: Position, events: [RecordedEvent])] = []

    mutating func events(of summary: SegmentTable.Summary, in table: SegmentTable) throws(StorageError)
        -> [RecordedEvent]
    {
        let segment = summary.segment
        if let index = entries.firstIndex(where: { $0.first == segment.first && $0.last == segment.last }) {
            entries.append(entries.remove(at: index))
        } else {
            entries.append((segment.first, segment.last, try SegmentCodec.decode(try table.data(of: summary))))
            if entries.count > Self.limit { entries.removeFirst() }
        }
        return entries[entries.count - 1].events
    }
}
