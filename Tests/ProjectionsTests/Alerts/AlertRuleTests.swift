import EventStore
import Projections
import Testing

@Suite("An alert rule")
struct AlertRuleTests {
    @Test(
        "reads an operator, one space and a number",
        arguments: [
            ("> 10", 10.5, 10.0), ("< 0.95", 0.9, 0.95), (">= 5", 5, 4.9), ("<= 5.0", 5, 5.1), ("== 0", 0, 1),
            ("!= 0", 1, 0), ("> -1e3", 0, -1000),
        ])
    func conditions(text: String, inside: Double, outside: Double) throws {
        let condition = try Condition(text)
        #expect(condition.holds(for: inside) && !condition.holds(for: outside) && condition.text == text)
    }

    @Test(
        "refuses any other condition, and says why",
        arguments: [
            (">10", "must be an operator, one space and a number"), (">  10", "must be an operator, one space"),
            ("=> 10", "'=>' is not one of > < >= <= == !="), ("> ten", "'ten' is not a finite number"),
            ("> inf", "'inf' is not a finite number"), ("", "must be an operator"), ("> 10 ", "must be an operator"),
        ])
    func badConditions(text: String, reason: String) {
        let error = #expect(throws: AlertRuleError.self) { try Condition(text) }
        #expect(error?.field == "condition" && error?.reason.contains(reason) == true)
    }

    @Test(
        "names the field at fault",
        arguments: [
            (["name": "a b", "metric": "mcp.operations.error", "condition": "> 1"], "name"),
            (["name": "a", "metric": "mcp.operation.error", "condition": "> 1"], "metric"),
            (["name": "a", "metric": "mcp.operations.error"], "condition"),
            (["name": "a", "metric": "mcp.operations.error", "condition": "> 1", "duration": -1], "duration"),
            (["name": "a", "metric": "mcp.operations.error", "condition": "> 1", "cooldown": "5"], "cooldown"),
            (["name": "a", "metric": "mcp.operations.error", "condition": "> 1", "severity": "loud"], "severity"),
            (["name": "a", "metric": "mcp.operations.error", "condition": "> 1", "enabled": 1], "enabled"),
            (["name": "a", "metric": "mcp.operations.error", "condition": "> 1", "for": 1], "for"),
        ] as [(JSON, String)])
    func faults(json: JSON, field: String) {
        let error = #expect(throws: AlertRuleError.self) { try AlertRule(json: json) }
        #expect(error?.field == field)
    }

    @Test("comes back from its event as it was")
    func roundTrip() throws {
        let rule = try AlertRule(json: ["name": "a", "metric": "process.memory.bytes", "condition": "> 1e9"])
        #expect(try AlertRule(rule.saved) == rule && rule.watched == .gauge("process.memory.bytes"))
        #expect(rule.duration == 300 && rule.cooldown == 300 && rule.severity == .warning && rule.isEnabled)
    }

    @Test("knows every metric it lists", arguments: AlertMetric.names)
    func metrics(name: String) throws {
        _ = try AlertMetric(named: name)
    }
}
