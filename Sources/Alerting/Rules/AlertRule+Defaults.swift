public import Projections

extension AlertRule {
    /// The four rules of the reference API, with values that mean what they say.
    public static let defaults: [AlertRule] = [
        make("high_error_rate", "mcp.operations.error", "> 10", 300, 900, "warning"),
        make("low_success_rate", "mcp.operations.success_rate", "< 0.95", 300, 600, "critical"),
        make("high_response_time", "mcp.operations.duration.p95", "> 5.0", 300, 600, "warning"),
        make("too_many_connections", "mcp.connections.active", "> 100", 60, 300, "warning"),
    ]

    private static func make(
        _ name: String, _ metric: String, _ condition: String, _ duration: Double, _ cooldown: Double,
        _ severity: String
    ) -> AlertRule {
        do throws(AlertRuleError) {
            return try AlertRule(
                name: name, metric: metric, condition: condition, duration: duration, cooldown: cooldown,
                severity: severity)
        } catch {
            preconditionFailure("the default rule \(name) is wrong: \(error)")
        }
    }
}
