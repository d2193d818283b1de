public import EventStore

/// Shows what the read models knew at one position and no more, or not yet, at another.
public struct DiffState: Tool {
    let desk: StateDesk

    public init(sight: Sight) { desk = sight.stateDesk }

    public let definition = ToolDefinition(
        name: "diff_state", title: "Compare two moments",
        description: """
            Compares the read models (tasks, alerts, limits, metrics) as of two positions of the log, and names each place \
            that changed with the value before and after.
            """,
        category: "monitoring",
        inputSchema: Schema.object([
            ("from", Schema.integer("The earlier position; the log's start where empty", 0...Int.max)),
            ("to", Schema.integer("The later position; now where empty", 0...Int.max)),
            ("projection", Schema.string("One read model, such as 'task_board'; all where empty", most: 64)),
            ("limit", Schema.integer("Changes at most", 1...200, standard: 50)),
        ]),
        outputSchema: Schema.result(
            [
                ("message", Schema.string("How much changed, in words")),
                ("from", Schema.integer("The earlier position")),
                ("to", Schema.integer("The later position")),
                (
                    "differences",
                    [
                        "type": "array", "items": ["type": "object"],
                        "description": "path, before, after and kind of each",
                    ]
                ),
                ("more", Schema.integer("Changes left out by 'limit'")),
            ], required: ["message", "from", "to", "differences", "more"]),
        isReadOnly: true, waitsForTask: false, icon: .eye)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let found = try await ToolError.reading {
            try await desk.difference(Query(arguments), limit: arguments["limit"]?.int ?? 50)
        }
        let count = (found["differences"]?.array?.count ?? 0) + (found["more"]?.int ?? 0)
        let words = "\(count) place\(count == 1 ? "" : "s") changed"
        return (["message": .string(words)] as JSONObject).merging(found.object ?? [:])
    }
}
