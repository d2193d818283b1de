public import EventStore

/// Finds where in the log something began.
public struct Bisect: Tool {
    let desk: StateDesk

    public init(sight: Sight) { desk = sight.stateDesk }

    public let definition = ToolDefinition(
        name: "bisect", title: "Find where it began",
        description: """
            Finds the first position of the log at which something holds: 'expr' in PromQL over the metrics, or 'where' in \
            SQL over events (position, time, type, stream, payload), such as \
            "type = 'task.failed' AND payload ->> '$.code' = 'timed_out'".
            """,
        category: "monitoring",
        inputSchema: Schema.object([
            ("expr", Schema.string("PromQL that gives a series where it holds", most: 4000)),
            ("where", Schema.string("A condition in SQL on one event; in place of 'expr'", most: 4000)),
            ("from", Schema.integer("The first position that counts", 0...Int.max)),
            ("to", Schema.integer("The last position that counts", 0...Int.max)),
        ]),
        outputSchema: Schema.result(
            [
                ("message", Schema.string("What was found, in words")),
                (
                    "found",
                    ["type": ["object", "null"], "description": "The position, its time, and the value or the event"]
                ),
            ], required: ["message", "found"]),
        isReadOnly: true, waitsForTask: false, icon: .eye)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let answer = try await ToolError.reading { try await desk.bisect(Query(arguments)) }
        guard let found = answer["found"], let position = found["position"]?.int else {
            return ["message": "It holds nowhere in that range", "found": .null]
        }
        let time = found["time"]?.string.map { " (\($0))" } ?? ""
        return ["message": .string("It holds first at position \(position)\(time)"), "found": found]
    }
}
