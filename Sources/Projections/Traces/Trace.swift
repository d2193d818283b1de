public import EventStore

/// One trace as a tree of spans with the events that happened in them, folded from the trace's own events.
///
/// Total: a span whose parent never came is a root, parents that form a circle are cut, and nesting beyond
/// ``depthLimit`` is flattened, so no input makes it deep or endless.
public enum Trace {
    /// Spans shown; the rest is counted only.
    public static let spanLimit = 5000
    /// Events shown that belong to no span of the trace.
    public static let looseLimit = 1000
    public static let depthLimit = 64
    /// Whose spans have no resource of their own.
    static let ownService = "moneyprinter"

    /// The body of `GET /v1/traces/{id}`; nil where there are no events.
    ///
    /// - Parameter events: events of one trace, in the order of the log.
    public static func fold(events: [RecordedEvent]) -> JSON? {
        guard let trace = events.first(where: { $0.metadata.trace != nil })?.metadata.trace?.traceID else { return nil }
        let tree = SpanTree(events.filter { $0.metadata.trace?.traceID == trace })
        let path = CriticalPath(tree)
        let start = tree.spans.values.map(\.start).min() ?? events[0].time
        let end = tree.spans.values.map(\.end).max() ?? events[events.count - 1].time
        return [
            "trace_id": .string(trace.hex), "start": .string(start.iso8601),
            "seconds": .rounded(max(0, end.seconds(since: start))), "span_count": .int(tree.spanCount),
            "error_count": .int(tree.spans.values.count { $0.fact.status == .error }),
            "services": .array(Set(tree.spans.values.map(\.service)).sorted().map(JSON.string)),
            "critical_path": .array(path.spans.map { .string($0.hex) }),
            "roots": .array(tree.roots.map { tree.json(of: $0, depth: 0, on: path) }),
            "events": .array(tree.loose.prefix(looseLimit).map(\.headingJSON)),
        ]
    }

    /// Reads a trace from the log and folds it; nil where the log has no such trace.
    ///
    /// - Parameter position: as of which position; nil for now.
    public static func read(
        _ id: TraceID, from log: any EventLog, asOf position: Position? = nil
    ) async throws(StorageError) -> JSON? {
        fold(events: try await log.readAll(Selection(trace: id, through: position)))
    }
}

extension RecordedEvent {
    /// Where, when and what, without the body.
    var headingJSON: JSON {
        ["position": .position(position), "time": .string(time.iso8601), "type": .string(type.name)]
    }
}
