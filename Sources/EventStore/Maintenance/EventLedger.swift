/// What must rise from event to event: positions, times, and the revisions of each stream.
struct EventLedger {
    private(set) var next = Position(1)
    private var time = Timestamp(nanoseconds: .min)
    /// By hash: names would take too much memory.
    private var revisions: [UInt64: UInt64] = [:]

    /// Beyond so many streams, the first event of further ones is not remembered.
    private static let streamLimit = 1 << 22

    /// Says where the next event should be.
    mutating func expect(_ position: Position) { next = max(next, position) }

    /// The positions missing before one; nil where there are none.
    func gap(before position: UInt64) -> ClosedRange<UInt64>? {
        position > next.value ? next.value...position - 1 : nil
    }

    /// Notes events; gives what is wrong with their order.
    mutating func note(_ events: [RecordedEvent]) throws(StorageError) -> String? {
        for event in events { if let fault = note(event) { return fault } }
        return nil
    }

    mutating func note(_ segment: SealedSegment) -> String? {
        for index in 0..<segment.count { if let fault = note(segment.event(at: index)) { return fault } }
        return nil
    }

    private mutating func note(_ event: RecordedEvent) -> String? {
        defer { time = max(time, event.time) }
        if event.time < time { return "event \(event.position) has a time before that of an event before it" }
        let key = KeyFilter.hash(event.stream)
        let last = revisions[key]
        if last != nil || revisions.count < Self.streamLimit { revisions[key] = event.revision.value }
        if let last, event.revision.value <= last {
            return "event \(event.position) has revision \(event.revision) of stream '\(event.stream)' after \(last)"
        }
        return nil
    }
}
