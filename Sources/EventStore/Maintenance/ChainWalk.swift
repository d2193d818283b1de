/// Where a walk along the hash chain stands: the next position, and the digest that the next segment builds on.
struct ChainWalk {
    private var removed: ArraySlice<StoredSegments.Removed>
    /// The range that covers the walk's place: segments within it hold what was kept of it.
    private var covering: StoredSegments.Removed?
    private(set) var next = Position(1)
    private(set) var digest = SegmentChain().digest
    /// What the digest would be where the last segment's stored one is wrong.
    private var other: [UInt8]?
    /// True behind segments that cannot be read: what the next one builds on is not known.
    private(set) var isBroken = false

    init(removed: [StoredSegments.Removed]) { self.removed = removed[...] }

    /// The ranges that begin at or before a position and were not passed yet, each to be passed.
    mutating func passRemoved(before position: Position) -> [StoredSegments.Removed] {
        let ranges = removed.prefix { $0.first <= position }
        removed = removed.dropFirst(ranges.count)
        return Array(ranges)
    }

    /// The positions missing before one; nil where there are none.
    func gap(before position: Position) -> ClosedRange<UInt64>? {
        if let covering, position <= covering.last { return nil }
        return position > next ? next.value...position.value - 1 : nil
    }

    /// Says that something before the next segment is missing that should be there.
    mutating func breakChain() { isBroken = true }

    /// The digests that a segment may build on: more than one where the last stored digest is in doubt; nil where
    /// that is not known.
    func before(_ segment: Segment) -> [[UInt8]]? {
        if isBroken { return nil }
        if let covering, segment.last <= covering.last { return [covering.digest] }
        return [digest] + (other.map { [$0] } ?? [])
    }

    mutating func pass(_ range: StoredSegments.Removed) {
        covering = range
        next = max(next, range.last.advanced(by: 1))
        (digest, other, isBroken) = (range.digest, nil, false)
    }

    /// - Parameter last: where the segment ends, which a damaged row may not say.
    mutating func pass(_ segment: Segment, digest stored: [UInt8], last: Position) {
        if let covering, segment.last <= covering.last { return }
        next = max(next, last.advanced(by: 1))
        var chain = SegmentChain(after: digest)
        let computed = chain.add(segment)
        (digest, other, isBroken) = (stored, computed == stored || isBroken ? nil : computed, false)
    }
}
