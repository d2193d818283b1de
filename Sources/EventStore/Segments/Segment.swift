/// A sealed block of consecutive events as it is stored: a summary to skip by, and the compressed columns.
struct Segment: Sendable {
    let first: Position
    let last: Position
    let firstTime: Timestamp
    let lastTime: Timestamp
    /// The number of events: less than the positions between its ends where retention has removed some.
    let count: Int
    /// The names of the types within, each once, in alphabetical order.
    let types: [EventType]
    let filter: KeyFilter
    /// What ``SegmentEncoder`` wrote.
    let data: [UInt8]
    /// CRC-32 of `data`.
    let checksum: UInt32

    /// The number of events in a full sealed segment: larger ones gain little size and cost point reads
    /// (docs/decisions/0004).
    static let sealedCount = 1024
}
