/// One `[[app.mcp_alert_rules]]`: what to watch, how long it must hold, and how loud it is.
struct AlertRule: Equatable, Sendable {
    enum Severity: String, CaseIterable, Sendable {
        case critical, warning, info
    }

    var name = ""
    /// A metric of the log, such as `mcp.operations.error_rate`.
    var metric = ""
    /// An operator, one space, a number: `> 0.1`.
    var condition = ""
    var durationSeconds = 300
    var cooldownSeconds = 900
    var severity = Severity.warning
    var isEnabled = true

    static let operators = [">", "<", ">=", "<=", "==", "!="]

    /// True for an operator, one space and a finite number.
    static func isCondition(_ text: String) -> Bool {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, operators.contains(String(parts[0])), let number = Double(parts[1]) else {
            return false
        }
        return number.isFinite
    }

    /// The four rules of the published sample configuration.
    static let samples = [
        AlertRule(
            name: "high_error_rate", metric: "mcp.operations.error_rate", condition: "> 0.1", durationSeconds: 300,
            cooldownSeconds: 900, severity: .critical),
        AlertRule(
            name: "high_response_time", metric: "mcp.operations.duration.p95", condition: "> 5.0",
            durationSeconds: 300, cooldownSeconds: 600, severity: .warning),
        AlertRule(
            name: "connection_limit_reached", metric: "mcp.connections.active", condition: "> 90",
            durationSeconds: 60, cooldownSeconds: 300, severity: .warning),
        AlertRule(
            name: "tool_failure_spike", metric: "mcp.tools.failure_rate", condition: "> 0.2", durationSeconds: 180,
            cooldownSeconds: 600, severity: .critical),
    ]
}
