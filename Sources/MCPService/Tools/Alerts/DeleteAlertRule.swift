public import EventStore

/// Takes an alert rule out of force.
public struct DeleteAlertRule: Tool {
    let sight: Sight

    public init(sight: Sight) { self.sight = sight }

    public let definition = ToolDefinition(
        name: "delete_alert_rule", title: "Delete an alert rule",
        description: "Stops watching a rule; its alerts are resolved, its versions stay in the log.",
        category: "alerts",
        inputSchema: Schema.object(
            [
                ("name", Schema.string("The rule", least: 1, most: 200)),
                ("reason", Schema.string("Why, for the log", most: 500)),
            ], required: ["name"]),
        outputSchema: Schema.result(
            [
                ("message", Schema.string("What was done")),
                ("position", Schema.integer("Where that stands in the log")),
            ],
            required: ["message", "position"]),
        isReadOnly: false, waitsForTask: false, isDestructive: true, icon: .bell)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let name = arguments["name"]?.string ?? ""
        let deleted = try await ToolError.reading {
            try await AlertDesk(sight, context).delete(name, reason: arguments["reason"]?.string)
        }
        guard let deleted else { throw ToolError(.notFound, "There is no rule '\(name.prefix(64))'") }
        return ["message": .string("'\(name)' is watched no longer"), "position": deleted["position"] ?? 0]
    }
}
