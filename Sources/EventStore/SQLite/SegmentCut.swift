/// Tells after which events a segment is full.
struct SegmentCut {
    private var count = 0
    private var bytes = 0

    /// Payload bytes after which it is, however few its events are.
    private static let byteLimit = 8 << 20

    /// Whether the next event is the last of its segment; the one after it begins another.
    mutating func isFull(adding event: RecordedEvent) -> Bool {
        count += 1
        bytes += event.payloadSize
        guard count >= Segment.sealedCount || bytes >= Self.byteLimit else { return false }
        (count, bytes) = (0, 0)
        return true
    }
}
