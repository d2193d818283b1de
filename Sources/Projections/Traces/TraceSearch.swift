public import EventStore

/// Finds traces by their spans, the latest first, straight in the log: whatever is there can be found.
public struct TraceSearch: Sendable {
    /// Some of the traces that were asked for.
    public struct Answer: Sendable {
        /// The body of `GET /v1/traces`, but for `next`.
        public let traces: [JSON]
        /// Where the next question goes on, before which position; nil where all has been looked at.
        public let next: Position?
    }

    private let log: any EventLog
    private let spanLimit: Int

    /// - Parameter spanLimit: spans that one question looks at; the next one goes on from there.
    public init(log: any EventLog, spanLimit: Int = 200_000) {
        self.log = log
        self.spanLimit = spanLimit
    }

    /// Up to `limit` traces with a span that matches and ended before `position`, by their latest such span.
    public func find(
        _ query: TraceQuery, before position: Position? = nil, limit: Int = 20
    ) async throws(StorageError) -> Answer {
        var found = Found()
        var place = position
        var seen = 0
        var isDone = false
        while !isDone, found.traces.count < limit, seen < spanLimit {
            let page = try await log.readBackwards(query.selection, before: place, limit: 1024)
            seen += page.events.count
            place = found.take(page.events, query, limit: limit) ?? page.through
            isDone = page.isLast && place == page.through
        }
        var traces: [JSON] = []
        for id in found.traces {
            let events = try await log.readAll(Selection(trace: id, through: query.through))
            // Its latest span stands on an earlier page, among those of others.
            if let position, events.contains(where: { query.isFound(by: $0, from: position) }) { continue }
            traces.append(TraceSummary(id, events).json(matched: found.matched[id] ?? []))
        }
        return Answer(traces: traces, next: isDone ? nil : place)
    }

    private struct Found {
        var traces: [TraceID] = []
        var matched: [TraceID: [SpanID]] = [:]

        /// - Returns: where it stopped because another trace would be too many; nil where it took all.
        mutating func take(_ events: [RecordedEvent], _ query: TraceQuery, limit: Int) -> Position? {
            for event in events {
                guard let trace = event.metadata.trace, let span = event.body(as: SpanEnded.self), query.matches(span)
                else { continue }
                if matched[trace.traceID] == nil {
                    guard traces.count < limit else { return event.position.advanced(by: 1) }
                    traces.append(trace.traceID)
                }
                if matched[trace.traceID, default: []].count < Self.matchLimit {
                    matched[trace.traceID, default: []].append(trace.spanID)
                }
            }
            return nil
        }

        private static let matchLimit = 20
    }
}
