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
        #expect(try AlertRule(rule.saved) == rule && rule.watched?.kind == .gauge)
        #expect(rule.duration == 300 && rule.cooldown == 300 && rule.severity == "warning" && rule.isEnabled)
    }

    @Test("knows every metric it lists", arguments: AlertMetric.names)
    func metrics(name: String) throws {
        _ = try AlertMetric(named: name)
    }

    @Test(
        "says what its simple form is in PromQL",
        arguments: [
            ("mcp.operations.error", "> 10", "sum(increase(mcp_operations_error_total[5m])) > 10"),
            ("mcp.connections.active", "> 100", "mcp_connections_active > 100"),
            ("process.memory.bytes", ">= 1e9", "process_resident_memory_bytes >= 1e9"),
            ("process.cpu.seconds", "> 60", "sum(increase(process_cpu_seconds_total[5m])) > 60"),
            (
                "mcp.operations.duration.p95", "> 5.0",
                "histogram_quantile(0.95, sum by (le) "
                    + "(increase(mcp_operations_duration_seconds_bucket[5m]))) > 5.0"
            ),
            (
                "mcp.operations.success_rate", "< 0.95",
                "1 - (sum(increase(mcp_operations_error_total[5m])) or vector(0)) / "
                    + "(sum(increase(mcp_operations_success_total[5m])) + "
                    + "sum(increase(mcp_operations_error_total[5m])) > 0) < 0.95"
            ),
            ("http_requests_total", "> 1", "sum(increase(http_requests_total[5m])) > 1"),
            ("queue_depth", "!= 0", "queue_depth != 0"),
        ])
    func mapping(metric: String, condition: String, expr: String) throws {
        let rule = try AlertRule(name: "a", metric: metric, condition: condition)
        #expect(rule.expr == expr && rule.json["expr"] == .string(expr) && rule.json["form"] == "simple")
    }

    @Test("narrows its metric by filters, over a window and with a quantile of its own")
    func narrowed() throws {
        let tool = try AlertRule(json: [
            "name": "a", "metric": "mcp.tools.error", "condition": "> 1", "filters": ["tool": "create_video"],
            "window": "10m",
        ])
        #expect(
            tool.expr
                == #"sum(increase(mcp_tools_calls_total{outcome=~"error|tool_error",tool="create_video"}[10m])) > 1"#)
        #expect(tool.json["meaning"] == "the increase of mcp.tools.error over 10m > 1")
        let slow = try AlertRule(json: [
            "name": "a", "metric": "mcp.operations.duration", "condition": "> 1", "quantile": 0.5,
            "filters": [#"method=~"tools/.*""#],
        ])
        #expect(slow.expr.hasPrefix("histogram_quantile(0.5, ") && slow.expr.contains(#"{method=~"tools/.*"}"#))
        let error = #expect(throws: AlertRuleError.self) {
            try AlertRule(json: ["name": "a", "metric": "mcp.tools.error", "condition": "> 1", "quantile": 0.5])
        }
        #expect(error?.field == "quantile")
    }

    @Test("written as PromQL comes back with everything that it says")
    func promQL() throws {
        let json: JSON = [
            "alert": "Slow", "expr": "rate(x_total[5m]) > 1", "for": "5m", "keep_firing_for": 60,
            "labels": ["severity": "page", "team": "{{ $labels.team }}"], "annotations": ["summary": "{{ $value }}"],
            "group": "g", "interval": 15, "limit": 3, "no_data": "alerting", "cooldown": "1h",
        ]
        let rule = try AlertRule(json: json)
        #expect(rule.name == "Slow" && rule.duration == 300 && rule.keepFiringFor == 60 && rule.cooldown == 3600)
        #expect(rule.severity == "page" && rule.noData == .alerting && rule.saved.limit == 3 && rule.watched == nil)
        #expect(try AlertRule(AlertRuleSaved.read(rule.saved.object)) == rule)
    }

    @Test(
        "written as PromQL names the field at fault too",
        arguments: [
            (["alert": "a", "expr": "rate(x"], "expr"), (["alert": "a", "expr": "x[5m]"], "expr"),
            (["alert": "a", "expr": "x", "labels": ["a-b": "1"]], "labels"),
            (
                ["alert": "a", "expr": "x", "labels": ["a": "{{ $x }}"], "annotations": ["b": "{{ oops }}"]],
                "annotations.b"
            ),
            (["alert": "a", "expr": "x", "no_data": "maybe"], "no_data"),
            (["record": "a b", "expr": "x"], "record"), (["record": "a:b", "expr": "x", "for": 5], "record"),
            (["alert": "a", "record": "b", "expr": "x"], "record"), (["expr": "x"], "name"),
            (["alert": "a", "expr": "x", "for": "soon"], "for"), (["alert": "a", "expr": "x", "limit": -1], "limit"),
        ] as [(JSON, String)])
    func expressionFaults(json: JSON, field: String) {
        let error = #expect(throws: AlertRuleError.self) { try AlertRule(json: json) }
        #expect(error?.field == field)
    }

    @Test("saved before there was PromQL means what it always meant")
    func upcast() throws {
        let payload =
            #"{"name":"a","metric":"mcp.operations.error","condition":"> 10","duration":300,"cooldown":900,"#
            + #""severity":"warning","enabled":true}"#
        let event = RecordedEvent(
            position: Position(1), time: Timestamp(nanoseconds: 0), stream: AlertEvents.stream(ofRule: "a"),
            revision: .first, type: AlertRuleSaved.type, version: 1, metadata: EventMetadata(),
            payload: Array(payload.utf8))
        let saved = try #require(event.body(as: AlertRuleSaved.self))
        #expect(try AlertRule(saved).expr == "sum(increase(mcp_operations_error_total[5m])) > 10")
    }
}
