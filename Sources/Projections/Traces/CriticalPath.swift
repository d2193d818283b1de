import EventStore

/// Which spans a trace's end waited for, and how long for each.
///
/// Walked backwards from the last end: within a span, the child that ended last before the moment reached is what was
/// waited for. Work that goes on after its parent has ended, such as a task that a tool only started, counts on.
struct CriticalPath {
    /// Seconds of the path that passed in each span itself; spans off the path are left out.
    private(set) var seconds: [SpanID: Double] = [:]
    /// The spans on the path, the earliest first.
    private(set) var spans: [SpanID] = []
    private let tree: SpanTree
    private var ends: [SpanID: Timestamp] = [:]

    init(_ tree: SpanTree) {
        self.tree = tree
        for root in tree.roots { note(endOf: root) }
        guard let first = tree.spans.values.map(\.start).min(), let last = ends.values.max() else { return }
        _ = walk(tree.roots, from: first, to: first, until: last)
        spans = seconds.keys.sorted { (start($0), $0.value) < (start($1), $1.value) }
    }

    /// When a span and everything below it was over.
    @discardableResult
    private mutating func note(endOf id: SpanID) -> Timestamp {
        var latest = tree.spans[id]?.end ?? Timestamp(nanoseconds: 0)
        for child in tree.children(of: id) { latest = max(latest, note(endOf: child)) }
        ends[id] = latest
        return latest
    }

    /// Goes back through siblings from `moment`, and into each that was waited for.
    ///
    /// - Returns: seconds of their parent, which ran from `start` to `end`, in which none of them was waited for; and
    ///   from when on the time is accounted for.
    private mutating func walk(
        _ siblings: [SpanID], from start: Timestamp, to end: Timestamp, until moment: Timestamp
    ) -> (own: Double, since: Timestamp) {
        var moment = moment
        var own = 0.0
        for id in siblings.sorted(by: { (ended($0), $0.value) > (ended($1), $1.value) }) {
            guard let span = tree.spans[id], span.start < moment, ended(id) > start else { continue }
            let childEnd = min(moment, ended(id))
            own += max(0, min(moment, end).seconds(since: max(start, childEnd)))
            let below = walk(tree.children(of: id), from: span.start, to: span.end, until: childEnd)
            seconds[id] = below.own
            moment = below.since
        }
        own += max(0, min(moment, end).seconds(since: start))
        return (own, min(moment, start))
    }

    private func ended(_ id: SpanID) -> Timestamp { ends[id] ?? Timestamp(nanoseconds: 0) }
    private func start(_ id: SpanID) -> Timestamp { tree.spans[id]?.start ?? Timestamp(nanoseconds: 0) }
}
