public import EventStore

/// Two traces side by side: spans that stand at the same place are one row.
///
/// A place is the way of names from the root; of several spans of one name under one parent the first stands beside the
/// first, and so on.
public enum TraceComparison {
    /// Rows shown; the rest is counted.
    public static let rowLimit = 2000

    /// The body of `GET /v1/traces/compare`.
    ///
    /// - Parameters:
    ///   - a: events of one trace, in the order of the log.
    ///   - b: of the other.
    public static func json(_ a: [RecordedEvent], _ b: [RecordedEvent]) -> JSON {
        let (left, right) = (Side(a), Side(b))
        let places = left.order + right.order.filter { left.rows[$0] == nil }
        let rows = places.prefix(rowLimit).map { row($0, left.rows[$0], right.rows[$0]) }
        return [
            "a": left.json, "b": right.json, "rows": .array(rows), "more": .int(max(0, places.count - rowLimit)),
            "only_a": .int(left.order.count { right.rows[$0] == nil }),
            "only_b": .int(right.order.count { left.rows[$0] == nil }),
        ]
    }

    /// The names from the root on, each with its number among its like.
    private typealias Place = [String]

    private static func row(_ place: Place, _ a: JSONObject?, _ b: JSONObject?) -> JSON {
        let seconds = [a, b].map { $0?["seconds"]?.number }
        let difference = seconds[0].flatMap { first in seconds[1].map { $0 - first } }
        return [
            "path": .array(place.map(JSON.string)), "depth": .int(place.count - 1), "a": a.map(JSON.object) ?? .null,
            "b": b.map(JSON.object) ?? .null, "difference_seconds": .rounded(difference),
            "changed_status": .bool(a != nil && b != nil && a?["status"] != b?["status"]),
        ]
    }

    private struct Side {
        private(set) var rows: [Place: JSONObject] = [:]
        private(set) var order: [Place] = []
        let json: JSON

        init(_ events: [RecordedEvent]) {
            let tree = SpanTree(events)
            let trace = events.first { $0.metadata.trace != nil }?.metadata.trace?.traceID
            json = trace.map { TraceSummary($0, events).json(matched: []) } ?? .null
            let path = CriticalPath(tree)
            add(tree.roots, below: [], tree, path)
        }

        private mutating func add(_ siblings: [SpanID], below place: Place, _ tree: SpanTree, _ path: CriticalPath) {
            var numbers: [String: Int] = [:]
            for id in siblings {
                guard let span = tree.spans[id] else { continue }
                let number = numbers[span.fact.name, default: 0] + 1
                numbers[span.fact.name] = number
                let here = place + [number == 1 ? span.fact.name : "\(span.fact.name) #\(number)"]
                order.append(here)
                rows[here] = [
                    "span_id": .string(id.hex), "seconds": .rounded(span.fact.seconds),
                    "self_seconds": .rounded(tree.selfSeconds(of: span)),
                    "critical_seconds": .rounded(path.seconds[id] ?? 0),
                    "status": .string(span.fact.status.rawValue), "message": .optional(span.fact.message),
                ]
                add(tree.children(of: id), below: here, tree, path)
            }
        }
    }
}
