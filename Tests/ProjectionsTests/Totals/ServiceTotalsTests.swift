import EventStore
import PromQL
import TestKit
import Testing

@testable import Projections

@Suite("The totals of the service")
struct ServiceTotalsTests {

    private func call(_ id: String, tool: String = "echo", _ outcome: ToolCompleted.Outcome = .success) -> [any Event] {
        [
            RequestReceived(
                request: id, transport: "http", revision: "2026-07-28", method: "tools/call", rpcID: id, client: nil,
                params: ["name": .string(tool)]),
            ToolCompleted(request: id, tool: tool, outcome: outcome, result: .null, seconds: 0.1),
            RequestCompleted(request: id, method: "tools/call", errorCode: nil, seconds: 0.3),
        ]
    }

    private func families(of facts: [any Event]) -> [String: MetricFamily] {
        var totals = ServiceTotals()
        for event in recorded(facts) { totals.apply(event) }
        return Dictionary(totals.families.map { ($0.name, $0) }) { first, _ in first }
    }

    private func number(_ family: MetricFamily?, _ labels: JSONObject) -> Double? {
        guard case .number(let number)? = family?.points.first(where: { $0.labels == labels })?.value else {
            return nil
        }
        return number.value
    }

    @Test("count an operation whose tool failed as an error, by method")
    func operations() {
        let families = families(of: call("1") + call("2", .toolError) + call("3", .cancelled))
        let label: JSONObject = ["method": "tools/call"]
        #expect(number(families["mcp.operations.started"], label) == 3)
        #expect(number(families["mcp.operations.success"], label) == 1)
        #expect(number(families["mcp.operations.error"], label) == 1)
        #expect(number(families["mcp.tools.calls"], ["tool": "echo", "outcome": "tool_error"]) == 1)
    }

    @Test("are drawn as if nothing had been drawn before", arguments: UInt64(0)..<10)
    func drawing(seed: UInt64) {
        var random = RandomEvents(seed: seed)
        var totals = ServiceTotals()
        var fresh = ServiceTotals()
        for event in recorded(random.happenings(count: 200)) {
            totals.apply(event)
            fresh.apply(event)
            var copy = fresh
            #expect(totals.draw() == copy.draw(), "after \(event.type.name) at \(event.position)")
        }
    }

    @Test("have MCP's semantic conventions for the duration, the kind of error included")
    func conventions() {
        let points = families(of: call("1", .toolError))["mcp.server.operation.duration"]?.points ?? []
        #expect(
            points.map(\.labels) == [
                [
                    "mcp.method.name": "tools/call", "network.transport": "tcp", "gen_ai.tool.name": "echo",
                    "gen_ai.operation.name": "execute_tool", "error.type": "tool_error",
                    "mcp.protocol.version": "2026-07-28",
                ]
            ])
        guard case .histogram(let count, let sum, let bounds, let counts)? = points.first?.value else {
            Issue.record("it is a histogram")
            return
        }
        #expect(count == 1 && sum == 0.3)
        #expect(bounds == [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300])
        #expect(counts[5] == 1)
    }

    @Test("never take a label from a client: methods that MCP does not have are one")
    func unknownMethods() {
        let facts: [any Event] = (0..<50).flatMap { number -> [any Event] in
            [
                RequestReceived(
                    request: "\(number)", transport: "http", revision: "2026-07-28", method: "evil/\(number)",
                    rpcID: nil, client: nil, params: [:]),
                RequestCompleted(request: "\(number)", method: "evil/\(number)", errorCode: -32601, seconds: 0),
            ]
        }
        let points = families(of: facts)["mcp.operations.error"]?.points
        #expect(points?.map(\.labels) == [["method": "_OTHER"]])
        #expect(points?.map(\.value) == [.number(50)])
    }

    @Test("count tasks by kind and outcome, and stages of one kind together")
    func tasks() {
        let families = families(of: [
            TaskCreated(
                task: "t", kind: .video, tool: "create_video", input: [:], parent: nil, estimatedSeconds: 1),
            TaskStageCompleted(
                task: "t", stage: "segment-3", key: "k", outputs: [], result: .null, seconds: 2, cpuSeconds: 3),
            TaskStageCompleted(
                task: "t", stage: "segment-4", key: "k", outputs: [], result: .null, seconds: 2, cpuSeconds: 1),
            TaskCompleted(task: "t", result: .null, seconds: 9),
            TaskCreated(
                task: "u", kind: .voice, tool: "synthesize_voice", input: [:], parent: nil, estimatedSeconds: 1),
        ])
        #expect(number(families["tasks.ended"], ["kind": "video", "outcome": "completed"]) == 1)
        #expect(number(families["tasks.active"], ["kind": "voice"]) == 1)
        #expect(number(families["tasks.stage.cpu"], ["stage": "segment"]) == 4)
    }

    @Test("tell the alerts that are active, as Prometheus does")
    func alerts() {
        let time = ManualClock.start
        let families = families(of: [
            AlertPending(rule: "slow", value: 2, since: time),
            AlertFired(
                rule: "slow", metric: "m", condition: "> 1", severity: "warning", value: 2, since: time, evidence: []),
        ])
        #expect(
            families["ALERTS"]?.points.map(\.labels) == [
                ["alertname": "slow", "alertstate": "firing", "severity": "warning"]
            ])
        #expect(number(families["alerts.fired"], ["rule": "slow"]) == 1)
    }

    @Test("are the same whether they are folded at once or go on from what was stored")
    func resumption() throws {
        let events = recorded(call("1") + call("2", .toolError) + [MetricsSampled(values: ["process.cpu.seconds": 1])])
        var whole = ServiceTotals()
        for event in events { whole.apply(event) }
        var part = ServiceTotals()
        for event in events.prefix(4) { part.apply(event) }
        let bytes = try SnapshotCodec.bytes(part)
        var rest = try SnapshotCodec.value(ServiceTotals.self, from: bytes[...])
        for event in events.dropFirst(4) { rest.apply(event) }
        #expect(rest.families == whole.families)
    }
}

@Suite("The way back from a series to its requests")
struct RequestEvidenceTests {
    @Test("names every series that a tool call is counted in, a histogram by its smallest bucket")
    func series() {
        let span = SpanEnded(
            name: "tools/call echo", kind: .server, parent: nil, start: ManualClock.start, seconds: 0.3, status: .ok,
            attributes: [
                "mcp.method.name": "tools/call", "gen_ai.tool.name": "echo", "network.transport": "tcp",
                "jsonrpc.request.id": "7",
            ])
        let series = RequestEvidence.series(of: span)
        #expect(
            series.contains(
                Labels([
                    ("__name__", "mcp_operations_duration_seconds_bucket"), ("method", "tools/call"), ("le", "0.5"),
                ])))
        #expect(
            series.contains(
                Labels([("__name__", "mcp_tools_calls_total"), ("tool", "echo"), ("outcome", "success")])))
        #expect(Set(series).count == 9)
    }

    @Test("leads nowhere from spans of other programs")
    func foreign() {
        let span = SpanEnded(
            name: "GET", kind: .server, parent: nil, start: ManualClock.start, seconds: 1, status: .ok,
            attributes: ["mcp.method.name": "tools/call"], resource: ["service.name": "shop"])
        #expect(RequestEvidence.series(of: span).isEmpty)
    }
}
