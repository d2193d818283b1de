public import EventStore

/// Ranks what sets the failing calls of a tool apart from the others.
public struct CompareCalls: Tool {
    let desk: StateDesk

    public init(sight: Sight) { desk = sight.stateDesk }

    public let definition = ToolDefinition(
        name: "compare_calls", title: "Compare failing and passing calls",
        description: """
            Ranks what sets the failing calls of a tool apart from the passing ones: arguments, client, transport, \
            revision, principal. A score of 1 means that one group alone has the value.
            """,
        category: "monitoring",
        inputSchema: Schema.object([
            ("tool", Schema.string("The tool; all where empty", most: 100)),
            ("since", Schema.string("From this time on (ISO 8601)", most: 40)),
            ("until", Schema.string("Up to this time (ISO 8601)", most: 40)),
            ("limit", Schema.integer("Values at most", 1...100, standard: 20)),
        ]),
        outputSchema: Schema.result(
            [
                ("message", Schema.string("What was compared, in words")),
                ("failing", Schema.integer("Calls that failed")), ("passing", Schema.integer("Calls that did not")),
                (
                    "attributes",
                    ["type": "array", "items": ["type": "object"], "description": "The best first, with their shares"]
                ),
            ], required: ["message", "failing", "passing", "attributes"]),
        isReadOnly: true, waitsForTask: false, icon: .eye)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        var asked = arguments
        for name in ["tool", "since", "until"] where asked[name] == "" { asked[name] = nil }
        let query = Query(asked)
        let found = try await ToolError.reading { try await desk.compare(query) }
        let words = "\(found["failing"]?.int ?? 0) calls failed, \(found["passing"]?.int ?? 0) did not"
        return (["message": .string(words)] as JSONObject).merging(found.object ?? [:])
    }
}
