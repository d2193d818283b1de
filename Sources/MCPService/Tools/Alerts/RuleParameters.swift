import EventStore
import Projections

/// The parameters of a rule, shared by the tools that save and that try one; flat, as models fill them in best.
enum RuleParameters {
    static let properties: [(String, JSON)] = [
        ("name", Schema.string("Names the rule", least: 1, most: 200)),
        ("metric", Schema.string("Simple form: a metric such as 'mcp.tools.error'; with 'condition'", most: 200)),
        ("condition", Schema.string("Simple form: such as '> 10'", most: 40)),
        ("expr", Schema.string("Instead of metric and condition: a PromQL expression", most: 4000)),
        ("for", Schema.string("How long it must hold, such as '5m'", most: 20, standard: "5m")),
        ("severity", Schema.string("How loud", options: ["critical", "warning", "info"], standard: "warning")),
        ("cooldown", Schema.string("Between two notifications", most: 20, standard: "5m")),
    ]

    static let names = Set(properties.map(\.0))

    /// The rule as ``AlertRule`` reads it: the simple form calls `for` a duration.
    static func rule(_ arguments: JSONObject, reason: JSON? = nil) -> JSON {
        var rule = JSONObject(arguments.members.filter { names.contains($0.key) }.map { ($0.key, $0.value) })
        if let reason { rule["reason"] = reason }
        guard rule["expr"] == nil else { return .object(rule) }
        rule["duration"] = rule["for"]
        rule["for"] = nil
        return .object(rule)
    }
}

extension AlertDesk {
    /// The desk of a tool's call: changes bear its caller and its trace.
    init(_ sight: Sight, _ context: ToolContext) {
        self.init(
            log: sight.log, host: sight.host, functions: sight.alerts, clock: sight.clock,
            metadata: EventMetadata(trace: context.trace, principal: context.principal))
    }
}
