import EventStore

/// The spans of one trace, hung on their parents.
struct SpanTree {
    struct Span {
        let id: SpanID
        let fact: SpanEnded
        let position: Position
        var start: Timestamp { fact.start }
        var end: Timestamp { fact.start.advanced(bySeconds: max(0, fact.seconds)) }
        var service: String { fact.resource?["service.name"]?.string ?? Trace.ownService }
    }

    private(set) var spans: [SpanID: Span] = [:]
    private(set) var spanCount = 0
    /// Spans without a parent here, by start.
    private(set) var roots: [SpanID] = []
    /// Events whose span is not here, such as those of a span that has not ended.
    private(set) var loose: [RecordedEvent] = []
    private var children: [SpanID: [SpanID]] = [:]
    private var events: [SpanID: [RecordedEvent]] = [:]

    init(_ trace: [RecordedEvent]) {
        for event in trace { add(event) }
        for event in trace where event.type != SpanEnded.type {
            guard let id = event.metadata.trace?.spanID, spans[id] != nil else {
                loose.append(event)
                continue
            }
            events[id, default: []].append(event)
        }
        hang()
    }

    func children(of id: SpanID) -> [SpanID] { children[id] ?? [] }

    func json(of id: SpanID, depth: Int, on path: CriticalPath) -> JSON {
        guard let span = spans[id] else { return .null }
        let below = depth < Trace.depthLimit ? children[id] ?? [] : []
        return [
            "span_id": .string(id.hex), "parent_span_id": .optional(span.fact.parent?.hex),
            "parent_missing": .bool(span.fact.parent.map { spans[$0] == nil } ?? false),
            "name": .string(span.fact.name), "service": .string(span.service), "kind": .string(span.fact.kind.rawValue),
            "start": .string(span.start.iso8601), "seconds": .rounded(span.fact.seconds),
            "self_seconds": .rounded(selfSeconds(of: span)), "critical_seconds": .rounded(path.seconds[id] ?? 0),
            "status": .string(span.fact.status.rawValue),
            "message": .optional(span.fact.message), "attributes": .object(span.fact.attributes),
            "position": .position(span.position), "events": .array((events[id] ?? []).map(\.headingJSON)),
            "children": .array(below.map { json(of: $0, depth: depth + 1, on: path) }),
        ]
    }

    /// The first end of a span counts; a second with the same id is a fault of the sender.
    private mutating func add(_ event: RecordedEvent) {
        guard let fact = event.body(as: SpanEnded.self), let id = event.metadata.trace?.spanID, spans[id] == nil else {
            return
        }
        spanCount += 1
        guard spans.count < Trace.spanLimit else { return }
        spans[id] = Span(id: id, fact: fact, position: event.position)
    }

    private mutating func hang() {
        let ordered = spans.values.sorted { ($0.start, $0.id.value) < ($1.start, $1.id.value) }
        for span in ordered { hang(span) }
    }

    /// Finds the place of a span: below its parent, or, where that lies too deep, below the deepest ancestor allowed.
    private mutating func hang(_ span: Span) {
        let ancestors = ancestors(of: span)
        guard let ancestors, !ancestors.isEmpty else { return roots.append(span.id) }
        let place = ancestors.count <= Trace.depthLimit ? ancestors[0] : ancestors[ancestors.count - Trace.depthLimit]
        children[place, default: []].append(span.id)
    }

    /// The chain of parents, the nearest first; nil where it leads back to the span itself, which then is a root.
    private func ancestors(of span: Span) -> [SpanID]? {
        var chain: [SpanID] = []
        var seen: Set<SpanID> = []
        var next = span.fact.parent
        while let id = next, let parent = spans[id] {
            if id == span.id { return nil }
            guard seen.insert(id).inserted else { break }
            chain.append(id)
            next = parent.fact.parent
        }
        return chain
    }

    /// The span's seconds without those during which a child ran.
    func selfSeconds(of span: Span) -> Double {
        var covered = 0.0
        var end = span.start
        for id in children[span.id] ?? [] {
            guard let child = spans[id] else { continue }
            let from = max(child.start, end)
            let to = min(child.end, span.end)
            if to > from { covered += to.seconds(since: from) }
            end = max(end, min(child.end, span.end))
        }
        return max(0, span.fact.seconds - covered)
    }
}
