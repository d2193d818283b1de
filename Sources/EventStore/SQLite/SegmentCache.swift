/// The segments opened last: paging through one opens it once.
///
/// Bounded by what they hold in memory too, which grows when payloads of theirs are inflated: a thousand large events are
/// many megabytes.
struct SegmentCache {
    private let limit: Int
    private let bytes: Int
    /// The one that was used last at the end.
    private var segments: [SealedSegment] = []

    /// - Parameters:
    ///   - limit: segments at most.
    ///   - bytes: of all of them at most, unless one alone is larger.
    init(limit: Int = 8, bytes: Int = 12 << 20) {
        self.limit = limit
        self.bytes = bytes
    }

    subscript(first: Position) -> SealedSegment? {
        mutating get {
            guard let index = segments.lastIndex(where: { $0.first == first }) else { return nil }
            let segment = segments.remove(at: index)
            segments.append(segment)
            return segment
        }
    }

    mutating func add(_ segment: SealedSegment) {
        segments.append(segment)
        var held = segments.reduce(0) { $0 + $1.held }
        while segments.count > 1, segments.count > limit || held > bytes {
            held -= segments.removeFirst().held
        }
    }
}
