public import EventStore
import Projections

/// Shows one trace as a tree of spans.
public struct GetTrace: Tool {
    let log: any EventLog
    let host: ProjectionHost

    public init(sight: Sight) {
        log = sight.log
        host = sight.host
    }

    public let definition = ToolDefinition(
        name: "get_trace", title: "Show a trace",
        description: """
            Shows everything done for one request as a tree of spans, with times, errors and the critical path. A trace_id \
            stands in answers of create_video and search_events.
            """,
        category: "monitoring",
        inputSchema: Schema.object(
            [
                ("trace_id", Schema.string("32 hexadecimal digits", least: 32, most: 32)),
                ("at", Schema.string("As of a position or time; now where empty", most: 40)),
                ("limit", Schema.integer("Spans at most", 1...500, standard: 100)),
            ], required: ["trace_id"]),
        outputSchema: Schema.result(
            [
                ("message", Schema.string("The trace in words")), ("trace_id", Schema.string("The trace")),
                ("seconds", Schema.number("From its first span to its last")),
                ("span_count", Schema.integer("Spans it has")), ("error_count", Schema.integer("Spans that failed")),
                ("omitted_spans", Schema.integer("Spans left out by 'limit'")),
                ("roots", ["type": "array", "items": ["type": "object"], "description": "The tree"]),
            ], required: ["message", "trace_id", "seconds", "span_count", "error_count", "roots"]),
        isReadOnly: true, waitsForTask: false, icon: .eye)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let query = Query(arguments)
        let id = query.text("trace_id") ?? ""
        let trace = try await ToolError.reading { () -> JSON? in
            let (id, position) = (
                try TraceRoutes.id(id, of: "trace_id"), try await PastView(host: host).position(query)
            )
            return try await Trace.read(id, from: log, asOf: position)
        }
        guard var answer = trace?.object else {
            throw ToolError(.notFound, "There is no trace '\(id)'", hint: "trace ids stand in search_events")
        }
        var rest = arguments["limit"]?.int ?? 100
        answer["roots"] = Self.pruned(answer["roots"]?.array ?? [], keeping: &rest)
        // What happened outside of spans is found by search_events.
        answer["events"] = nil
        let omitted = max(0, (answer["span_count"]?.int ?? 0) - (arguments["limit"]?.int ?? 100))
        if omitted > 0 { answer["omitted_spans"] = .int(omitted) }
        return (["message": .string(Self.words(answer))] as JSONObject).merging(answer)
    }

    /// The first spans of a tree, parents before their children, until `rest` is used up.
    private static func pruned(_ spans: [JSON], keeping rest: inout Int) -> JSON {
        var kept: [JSON] = []
        for span in spans where rest > 0 {
            rest -= 1
            guard var object = span.object else { continue }
            object["events"] = nil
            if let children = object["children"]?.array { object["children"] = pruned(children, keeping: &rest) }
            kept.append(.object(object))
        }
        return .array(kept)
    }

    private static func words(_ trace: JSONObject) -> String {
        let errors = trace["error_count"]?.int ?? 0
        return "\(trace["span_count"]?.int ?? 0) spans over \(trace["seconds"]?.number ?? 0) s, "
            + (errors == 0 ? "none failed" : "\(errors) failed")
    }
}
