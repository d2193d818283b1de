import EventStore

/// One line about a trace.
struct TraceSummary {
    private let id: TraceID
    private let tree: SpanTree
    private let last: Position

    /// - Parameter events: of this trace alone.
    init(_ id: TraceID, _ events: [RecordedEvent]) {
        self.id = id
        tree = SpanTree(events)
        last = events.last?.position ?? .start
    }

    func json(matched: [SpanID]) -> JSON {
        let spans = tree.spans.values
        let start = spans.map(\.start).min()
        let end = spans.map(\.end).max()
        let root = tree.roots.first.flatMap { tree.spans[$0] }
        return [
            "trace_id": .string(id.hex), "root": .optional(root?.fact.name), "service": .optional(root?.service),
            "services": .array(Set(spans.map(\.service)).sorted().map(JSON.string)), "start": .optional(start),
            "seconds": .rounded(start.flatMap { start in end.map { max(0, $0.seconds(since: start)) } }),
            "span_count": .int(tree.spanCount), "error_count": .int(spans.count { $0.fact.status == .error }),
            "position": .position(last), "matched": .array(matched.map { .string($0.hex) }),
        ]
    }
}
