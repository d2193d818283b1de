public import EventStore
import Projections

/// Saves an alert rule, or a new version of one.
public struct SaveAlertRule: Tool {
    let sight: Sight

    public init(sight: Sight) { self.sight = sight }

    public let definition = ToolDefinition(
        name: "save_alert_rule", title: "Save an alert rule",
        description:
            "Saves a rule that is watched from now on; try it with backtest_alert_rule first. Old versions are kept.",
        category: "alerts",
        inputSchema: Schema.object(
            RuleParameters.properties + [("reason", Schema.string("Why, for the log", most: 500))], required: ["name"]),
        outputSchema: Schema.result(
            [("message", Schema.string("What is watched now")), ("rule", Schema.object("The rule as it was saved"))],
            required: ["message", "rule"]),
        isReadOnly: false, waitsForTask: false, isIdempotent: true, icon: .bell)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let saved = try await ToolError.reading {
            let text = RuleText(functions: sight.alerts)
            let rules = try text.rules(RuleParameters.rule(arguments, reason: arguments["reason"]))
            return try await AlertDesk(sight, context).keep(rules.map(\.saved))
        }
        let rule = saved["rules"]?[0] ?? .null
        let words = rule["meaning"]?.string ?? rule["expr"]?.string ?? ""
        return ["message": .string("'\(rule["name"]?.string ?? "")' watches: \(words)"), "rule": rule]
    }
}
