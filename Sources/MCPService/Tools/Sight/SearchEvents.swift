public import EventStore

/// Finds events in the log.
public struct SearchEvents: Tool {
    /// Bytes of one event's data; more is left out, and the event's resource named instead.
    static let dataLimit = 4096

    let log: any EventLog

    public init(sight: Sight) { log = sight.log }

    public let definition = ToolDefinition(
        name: "search_events", title: "Search the event log",
        description: """
            Finds what happened in this service: requests, tool calls, task steps, spans, metrics, alerts. Latest first. \
            Start with type 'task.failed' or 'tool.completed', or with a trace_id.
            """,
        category: "monitoring",
        inputSchema: Schema.object([
            ("type", Schema.string("Event types, with * and commas, such as 'task.*,tool.completed'", most: 500)),
            ("stream", Schema.string("One stream, such as 'task-mcp_1a2b3c4d'", most: 200)),
            ("trace", Schema.string("A trace_id: everything done for one request", most: 32)),
            ("principal", Schema.string("Done for whom", most: 200)),
            ("since", Schema.string("From this time on (ISO 8601)", most: 40)),
            ("until", Schema.string("Up to this time (ISO 8601)", most: 40)),
            ("from", Schema.integer("Start at this position; the 'next' of an earlier answer", 1...Int.max)),
            ("order", Schema.string("Latest first, or in order", options: ["desc", "asc"], standard: "desc")),
            ("limit", Schema.integer("Events at most", 1...100, standard: 20)),
        ]),
        outputSchema: Schema.result(
            [
                ("message", Schema.string("What was found, in words")),
                ("events", ["type": "array", "items": ["type": "object"], "description": "The events"]),
                ("head", Schema.integer("The log's last position")),
                ("next", Schema.integer("Give this as 'from' for more; absent at the end")),
            ], required: ["message", "events", "head"]),
        isReadOnly: true, waitsForTask: false, icon: .eye)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let found = try await ToolError.reading { try await EventSearch(log: log).find(Query(arguments)) }
        let events = (found["events"]?.array ?? []).map(Self.bounded)
        var answer: JSONObject = [
            "message": .string(Self.words(events, head: found["head"]?.int ?? 0)), "events": .array(events),
            "head": found["head"] ?? 0,
        ]
        if let next = found["next"] { answer["next"] = next }
        return answer
    }

    /// The event without data that would fill a model's window.
    private static func bounded(_ event: JSON) -> JSON {
        guard let size = event["data"]?.bytes.count, size > dataLimit, var object = event.object else { return event }
        object["data"] = [
            "omitted_bytes": .int(size), "resource": .string("event://\(event["position"]?.int ?? 0)"),
        ]
        return .object(object)
    }

    private static func words(_ events: [JSON], head: Int) -> String {
        guard let first = events.first, let last = events.last else {
            return "No event matches; the log ends at \(head)"
        }
        let places = "\(first["position"]?.int ?? 0) to \(last["position"]?.int ?? 0)"
        return "\(events.count) event\(events.count == 1 ? "" : "s"), positions \(places) of \(head)"
    }
}
