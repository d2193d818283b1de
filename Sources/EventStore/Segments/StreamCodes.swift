/// Streams and revisions of events as codes.
struct StreamCodes {
    private(set) var streams: [StreamName] = []
    /// Which stream each event is of: by number, and as a code: 0 for a new one, else how lately it was seen.
    private(set) var indexes: [Int32] = []
    private(set) var codes: [UInt64] = []
    private(set) var firstRevisions: [UInt64] = []
    /// How far each revision is from the one that follows its stream's last.
    private(set) var revisionGaps: [UInt64] = []
    private var nextRevisions: [UInt64] = []
    private var known = HashIndex(capacity: 512)
    private var order = RecentOrder()

    /// The streams' hashes.
    var keys: [UInt64] { known.hashes }

    /// - Parameter count: of events.
    init(expecting count: Int) {
        indexes.reserveCapacity(count)
        codes.reserveCapacity(count)
        revisionGaps.reserveCapacity(count)
    }

    mutating func add(_ event: RecordedEvent) {
        let stream = event.hashedStream
        let index = known.index(of: stream.hash) { streams[$0] == stream.name }
        add(event.revision.value, of: index ?? add(stream), isNew: index == nil)
    }

    private mutating func add(_ stream: HashedStream) -> Int {
        streams.append(stream.name)
        return known.add(stream.hash)
    }

    private mutating func add(_ revision: UInt64, of stream: Int, isNew: Bool) {
        let index = Int32(stream)
        indexes.append(index)
        if isNew {
            order.add(index)
            codes.append(0)
            firstRevisions.append(revision)
            revisionGaps.append(0)
            nextRevisions.append(revision &+ 1)
        } else {
            codes.append(UInt64(order.rank(of: index) ?? 0) + 1)
            revisionGaps.append(revision &- nextRevisions[stream])
            nextRevisions[stream] = revision &+ 1
        }
    }
}
