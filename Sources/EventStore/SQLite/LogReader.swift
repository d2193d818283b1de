import Synchronization

/// Reads segments over a read-only connection, one reader at a time, in short statements: a reader that
/// lingers would keep the write-ahead log from being reused.
final class LogReader: Sendable {
    private struct State {
        let table: SegmentTable
        var cache = SegmentCache()
    }

    private let state: Mutex<State>

    init(path: String) throws(StorageError) {
        let table = try SegmentTable(try SQLiteConnection(path: path, access: .readOnly))
        state = Mutex(State(table: table))
    }

    func head() throws(StorageError) -> Position {
        try state.withLock { (state) throws(StorageError) in try state.table.head()?.0 ?? .start }
    }

    /// The small segments, in order, with their columns: what the merger works on.
    func unsealed() throws(StorageError) -> [Segment] {
        try state.withLock { (state) throws(StorageError) in try state.table.unsealed() }
    }

    func read(_ selection: Selection, after position: Position, limit: Int) throws(StorageError) -> Page {
        try state.withLock { (state) throws(StorageError) in
            var found: [RecordedEvent] = []
            var through = position
            var isFull = false
            let table = state.table
            var wanted: [SegmentTable.Summary] = []
            try table.walk(after: position) { summary in
                if let last = selection.through, summary.segment.first > last { return false }
                if summary.segment.mayHold(selection) { wanted.append(summary) }
                through = summary.segment.last
                // A page opens few segments; the rest is for the next page.
                return wanted.reduce(0) { $0 + $1.segment.count } < limit + Segment.sealedCount
            }
            for summary in wanted where !isFull {
                for event in try state.cache.events(of: summary, in: table)
                where event.position > position && selection.matches(event) {
                    found.append(event)
                    guard found.count < limit else {
                        through = event.position
                        isFull = true
                        break
                    }
                }
            }
            let end = try table.head()?.0 ?? .start
            let isBeyond = selection.through.map { through >= $0 } ?? false
            return Page(events: found, through: through, isLast: through >= end || isBeyond)
        }
    }

    func readBackwards(_ selection: Selection, before position: Position, limit: Int) throws(StorageError) -> Page {
        try state.withLock { (state) throws(StorageError) in
            var found: [RecordedEvent] = []
            var through = position
            let table = state.table
            var wanted: [SegmentTable.Summary] = []
            try table.walkBackwards(before: position) { summary in
                if summary.segment.mayHold(selection) { wanted.append(summary) }
                through = summary.segment.first
                return wanted.reduce(0) { $0 + $1.segment.count } < limit + Segment.sealedCount
            }
            search: for summary in wanted {
                for event in try state.cache.events(of: summary, in: table).reversed()
                where event.position < position && selection.matches(event) {
                    found.append(event)
                    guard found.count < limit else {
                        through = event.position
                        break search
                    }
                }
            }
            return Page(events: found, through: through, isLast: through.value <= 1)
        }
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
