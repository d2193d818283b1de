import EventStore
import Projections
import TestKit
import Testing

@testable import Alerting

@Suite("The explanation of an alert")
struct AlertExplanationTests {
    @Test("names the rule's version, the values and series, the events and traces, and who was told")
    func whole() async throws {
        let scenario = AlertScenario()
        var rule = AlertRuleSaved(
            name: "errors", metric: "mcp.operations.error", condition: "> 9", duration: 20, severity: "warning")
        for (condition, reason) in [("> 9", nil), ("> 2", "too late")] as [(String, String?)] {
            rule.condition = condition
            rule.reason = reason
            try await scenario.log.append(
                [rule], to: AlertEvents.stream(ofRule: "errors"), metadata: EventMetadata(principal: "ann"))
        }
        let trace = TraceContext(traceID: TraceID(high: 1, low: 2), spanID: SpanID(3))
        try await scenario.fail(2)
        let events: [any Event] = [
            RequestReceived(
                request: "x", transport: "http", revision: "", method: "tools/call", rpcID: nil, client: nil,
                params: [:]),
            RequestCompleted(request: "x", method: "tools/call", errorCode: -1, seconds: 1),
        ]
        try await scenario.log.append(
            events, to: RequestEvents.stream(of: "c"), metadata: EventMetadata(trace: trace))
        try await scenario.pass(seconds: 40)
        try await scenario.evaluate()
        try await scenario.dispatch()
        try await scenario.pass(seconds: 400)
        try await scenario.evaluate()
        let alerts = ActiveAlerts(folding: try await scenario.log.readAll(.all))
        let alert = try #require(alerts.history.first)
        #expect(alerts.alert(id: alert.id) == alert)
        let host = SeriesHost(log: scenario.log, timeout: .seconds(60))
        let explanation = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            let explanation = try await AlertExplainer(log: scenario.log, series: host).explain(alert)
            group.cancelAll()
            return explanation
        }
        #expect(explanation.ruleVersion == 2 && explanation.savedBy == "ann" && explanation.reason == "too late")
        #expect(explanation.rule?.condition?.text == "> 2")
        #expect(explanation.transitions.map(\.state) == ["pending", "firing", "resolved"])
        #expect(explanation.transitions.map(\.value) == [3, 3, 0])
        let reading = try #require(explanation.transitions[0].series.first)
        #expect(reading.labels.contains("mcp_operations_error_total") && reading.value == 3)
        #expect(reading.events == [explanation.transitions[0].tick])
        #expect(explanation.evidence.map(\.type) == Array(repeating: "request.completed", count: 3))
        #expect(explanation.evidence.last?.trace == trace.traceID.hex && alert.traces == [trace.traceID.hex])
        #expect(explanation.json["notifications"]?[0]?["handler"] == "log")
        #expect(explanation.text.contains("log told that it is triggered"))
    }
}
