import EventStore
import Projections
import Testing

@Suite("A service level objective")
struct ServiceObjectiveTests {
    @Test("becomes a page and a ticket over two pairs of windows each")
    func rules() throws {
        let objective = try ServiceObjective(json: [
            "name": "tools", "objective": 99.9,
            "errors": #"sum(rate(mcp_tools_calls_total{outcome!="success"}[$window]))"#,
            "total": "sum(rate(mcp_tools_calls_total[$window]))",
        ])
        let rules = try objective.rules()
        #expect(rules.map(\.name) == ["tools_burn_page", "tools_burn_ticket"])
        #expect(rules.map(\.severity) == ["critical", "warning"])
        #expect(rules[0].expr.contains("[1h]") && rules[0].expr.contains("[5m]") && rules[0].expr.contains("> 0.0144"))
        #expect(rules[1].expr.contains("[3d]") && rules[1].expr.contains("> 0.001 and"))
        #expect(rules[0].saved.objective?["objective"] == 99.9 && rules[0].saved.labels == ["slo": "tools"])
    }

    @Test("takes a ratio, or counters of good and of all")
    func forms() throws {
        let ratio = try ServiceObjective(json: ["name": "a", "objective": 99, "error_ratio": "job:errors:ratio$window"])
        #expect(try ratio.rules()[0].expr.hasPrefix("((job:errors:ratio1h) > 0.144"))
        let counters = try ServiceObjective(json: [
            "name": "a", "objective": 99, "good_metric": "mcp_operations_success_total",
            "total_metric": "mcp_operations_started_total",
        ])
        #expect(counters.ratio("5m").contains("sum(increase(mcp_operations_success_total[5m]))"))
    }

    @Test(
        "is refused where it makes no sense",
        arguments: [
            (["objective": 99, "error_ratio": "x"], "name"),
            (["name": "a", "objective": 100, "error_ratio": "x"], "objective"),
            (["name": "a", "objective": 99], "errors"), (["name": "a", "objective": 99, "error_ratio": "x["], "expr"),
            (["name": "a", "objective": 99, "oops": 1], "oops"),
        ] as [(JSON, String)])
    func faults(json: JSON, field: String) {
        let error = #expect(throws: AlertRuleError.self) { try ServiceObjective(json: json) }
        #expect(error?.field == field)
    }
}
