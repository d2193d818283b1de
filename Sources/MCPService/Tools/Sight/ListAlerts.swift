public import EventStore
import Projections

/// Lists alerts, now or in the past.
public struct ListAlerts: Tool {
    let host: ProjectionHost

    public init(sight: Sight) { host = sight.host }

    public let definition = ToolDefinition(
        name: "list_alerts", title: "List alerts",
        description: "Lists alerts that are pending or firing, and those resolved lately; explain_alert tells why.",
        category: "alerts",
        inputSchema: Schema.object([
            (
                "state",
                Schema.string("Only these", options: ActiveAlerts.Alert.State.allCases.map(\.rawValue))
            ), ("at", Schema.string("As of a position or time; now where empty", most: 40)),
            ("limit", Schema.integer("Alerts at most", 1...200, standard: 50)),
        ]),
        outputSchema: Schema.result(
            [
                ("message", Schema.string("What was found, in words")),
                ("alerts", ["type": "array", "items": ["type": "object"], "description": "Active ones first"]),
                ("position", Schema.integer("Where in the log this was so")),
            ], required: ["message", "alerts", "position"]),
        isReadOnly: true, waitsForTask: false, icon: .bell, view: ViewResource.dashboard)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let view = try await ToolError.reading {
            try await PastView(host: host).view(ActiveAlerts.self, Query(arguments))
        }
        let state = arguments["state"]?.string.flatMap(ActiveAlerts.Alert.State.init)
        let found = (view.value.active + view.value.history).filter { state == nil || $0.state == state }
        let shown = found.prefix(arguments["limit"]?.int ?? 50)
        let firing = view.value.active.count { $0.state == .firing }
        return [
            "message": .string("\(firing) firing, \(view.value.active.count - firing) pending; \(shown.count) shown"),
            "alerts": .array(shown.map(\.json)), "position": .int(Int(view.position.value)),
        ]
    }
}
