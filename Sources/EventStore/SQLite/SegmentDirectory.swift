/// The summaries of all sealed segments, in order, in memory: a read skips by them without touching the disk.
///
/// A value that readers take a copy of; the bulk of it lies in blocks that never change again, so a copy is cheap
/// and the writer's next change copies little.
struct SegmentDirectory: Sendable {
    /// What is known of a segment without its columns.
    struct Summary: Sendable {
        let first: Position
        let last: Position
        let firstTime: Timestamp
        let lastTime: Timestamp
        let count: Int
        let types: [EventType]
        let filter: KeyFilter
        /// Whether no row for these events could be read.
        var isDamaged = false
    }

    private final class Block: Sendable {
        let summaries: [Summary]

        init(_ summaries: [Summary]) { self.summaries = summaries }
    }

    private static let blockCount = 64
    private var blocks: [Block] = []
    private var open: [Summary] = []

    var count: Int { blocks.count * Self.blockCount + open.count }

    var last: Summary? { open.last ?? blocks.last?.summaries.last }

    /// The last sealed position.
    var sealedThrough: Position { last?.last ?? .start }

    subscript(index: Int) -> Summary {
        let block = index / Self.blockCount
        return block < blocks.count
            ? blocks[block].summaries[index % Self.blockCount] : open[index - blocks.count * Self.blockCount]
    }

    mutating func append(_ summary: Summary) {
        open.append(summary)
        guard open.count == Self.blockCount else { return }
        blocks.append(Block(open))
        open.removeAll(keepingCapacity: true)
    }

    /// Fills what lies between the last segment and a position with a damaged one.
    ///
    /// - Parameter hasDamage: whether damaged rows were passed over; a log that retention has shortened begins later
    ///   without any.
    mutating func close(upTo first: Position, hasDamage: Bool) throws(StorageError) {
        let next = sealedThrough.advanced(by: 1)
        guard first >= next else { throw StorageError("two segments of the log hold event \(first)") }
        guard first > next, count > 0 || hasDamage else { return }
        append(
            Summary(
                first: next, last: Position(first.value - 1),
                firstTime: last?.lastTime ?? Timestamp(nanoseconds: .min), lastTime: Timestamp(nanoseconds: .max),
                count: Int(first.value - next.value), types: [], filter: KeyFilter(stored: []), isDamaged: true))
    }

    /// The index of the first segment that reaches beyond a position; `count` where none does.
    func index(after position: Position) -> Int { partition { $0.last > position } }

    /// The index of the first segment that begins at or beyond a position.
    func index(from position: Position) -> Int { partition { $0.first >= position } }

    private func partition(_ holds: (Summary) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Whether a segment must be opened for a selection: its names matched and its keys hashed once for all segments.
struct SegmentSieve {
    private let selection: Selection
    private let keys: [UInt64]
    private var known: [[EventType]: Bool] = [:]
    /// The segment before is mostly like this one.
    private var last: (types: [EventType], matches: Bool)?

    init(_ selection: Selection) {
        self.selection = selection
        keys = [selection.stream.map(KeyFilter.hash), selection.trace.map(KeyFilter.hash)].compactMap { $0 }
    }

    mutating func mayHold(_ summary: SegmentDirectory.Summary) -> Bool {
        if let through = selection.through, summary.first > through { return false }
        if let since = selection.since, summary.lastTime < since { return false }
        if let until = selection.until, summary.firstTime > until { return false }
        if summary.isDamaged { return true }
        guard keys.allSatisfy(summary.filter.mayContain) else { return false }
        return selection.types.isEmpty || matches(summary.types)
    }

    private mutating func matches(_ types: [EventType]) -> Bool {
        if let last, last.types == types { return last.matches }
        let matches =
            known[types] ?? types.contains { type in selection.types.contains { $0.matches(type) } }
        known[types] = matches
        last = (types, matches)
        return matches
    }
}

extension Segment {
    /// What a stored row's summary is checked by.
    var summaryChecksum: UInt32 {
        RowChecksum.of(
            Int64(bitPattern: first.value), Int64(bitPattern: last.value), firstTime.nanoseconds,
            lastTime.nanoseconds, Int64(count),
            blocks: Array(types.map(\.name).joined(separator: " ").utf8), filter.bytes)
    }

    var summary: SegmentDirectory.Summary {
        SegmentDirectory.Summary(
            first: first, last: last, firstTime: firstTime, lastTime: lastTime, count: count, types: types,
            filter: filter)
    }
}
