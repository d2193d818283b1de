public import EventStore

/// Shows what a rule would have done in the recorded past.
public struct BacktestAlertRule: Tool {
    let sight: Sight

    public init(sight: Sight) { self.sight = sight }

    public let definition = ToolDefinition(
        name: "backtest_alert_rule", title: "Try an alert rule on the past",
        description:
            "Shows when a rule would have fired in the recorded past, beside the version in force; changes nothing.",
        category: "alerts",
        inputSchema: Schema.object(
            RuleParameters.properties + [
                ("from", Schema.string("Start (ISO 8601); the log's where empty", most: 40)),
                ("to", Schema.string("End (ISO 8601); now where empty", most: 40)),
            ], required: ["name"]),
        outputSchema: Schema.result(
            [("message", Schema.string("What the answer holds"))], required: ["message"]),
        isReadOnly: true, waitsForTask: false, icon: .bell)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        var body: JSONObject = ["rules": [RuleParameters.rule(arguments)]]
        for name in ["from", "to"] {
            if let value = arguments[name], value != "" { body[name] = value }
        }
        let found = try await ToolError.reading { try await AlertDesk(sight, context).backtest(.object(body)) }
        let words: JSONObject = ["message": .string("What '\(arguments["name"]?.string ?? "")' would have done")]
        return words.merging(found.object ?? [:])
    }
}
