/// A block of consecutive events as it is stored: a summary to skip by, and the compressed columns.
struct Segment: Sendable {
    let first: Position
    let last: Position
    let firstTime: Timestamp
    let lastTime: Timestamp
    /// Sealed segments are final; the others are merged into larger ones in the background.
    let isSealed: Bool
    /// The names of the types within, each once.
    let types: [EventType]
    let filter: KeyFilter
    /// What ``SegmentCodec`` wrote.
    let data: [UInt8]
    let checksum: UInt32

    var count: Int { Int(last.value - first.value) + 1 }

    /// The number of events in a full sealed segment: larger ones gain little size and cost point reads
    /// (docs/decisions/0004).
    static let sealedCount = 1024

    /// Whether a reader with this selection must open the segment.
    func mayHold(_ selection: Selection) -> Bool {
        if let through = selection.through, first > through { return false }
        if let since = selection.since, lastTime < since { return false }
        if let until = selection.until, firstTime > until { return false }
        if let stream = selection.stream, !filter.mayContain(KeyFilter.hash(stream)) { return false }
        if let trace = selection.trace, !filter.mayContain(KeyFilter.hash(trace)) { return false }
        return selection.types.isEmpty
            || types.contains { type in selection.types.contains { $0.matches(type) } }
    }
}
