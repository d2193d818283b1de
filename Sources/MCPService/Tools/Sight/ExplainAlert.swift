public import EventStore
import Projections

/// Says how an alert came about.
public struct ExplainAlert: Tool {
    let sight: Sight

    public init(sight: Sight) { self.sight = sight }

    public let definition = ToolDefinition(
        name: "explain_alert", title: "Explain an alert",
        description: "Says why an alert fired: its rule as it was then, the values, and the very events behind them.",
        category: "alerts",
        inputSchema: Schema.object(
            [
                ("id", Schema.string("An alert's id, from list_alerts", least: 1, most: 200)),
                ("at", Schema.string("As of a position or time; now where empty", most: 40)),
            ], required: ["id"]),
        outputSchema: Schema.result(
            [("message", Schema.string("The alert in words")), ("alert", Schema.object("The alert"))],
            required: ["message"]),
        isReadOnly: true, waitsForTask: false, icon: .bell)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let query = Query(arguments)
        let id = query.text("id") ?? ""
        let found = try await ToolError.reading { () -> (ActiveAlerts.Alert, JSON)? in
            let past = PastView(host: sight.host)
            let position = try await past.position(query)
            guard let alert = try await past.view(ActiveAlerts.self, query).value.alert(id: id) else { return nil }
            return (alert, try await sight.alerts.explain(alert, position))
        }
        guard let (alert, explanation) = found else {
            throw ToolError(.notFound, "There is no alert '\(id)'", hint: "ids stand in list_alerts")
        }
        let words: JSONObject = ["message": .string("\(alert.rule) is \(alert.state.rawValue): \(alert.condition)")]
        return words.merging(explanation.object ?? [:])
    }
}
