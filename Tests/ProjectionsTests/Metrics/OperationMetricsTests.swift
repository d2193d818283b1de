import EventStore
import Projections
import TestKit
import Testing

@Suite("Operation metrics")
struct OperationMetricsTests {
    private func received(_ id: String, method: String = "tools/call") -> RequestReceived {
        RequestReceived(
            request: id, transport: "http", revision: "2025-11-25", method: method, rpcID: id, client: nil,
            params: ["name": "echo"])
    }

    private func tool(
        _ id: String, _ outcome: ToolCompleted.Outcome = .success, name: String = "echo"
    ) -> ToolCompleted {
        ToolCompleted(request: id, tool: name, outcome: outcome, result: .null, seconds: 0.5)
    }

    private func completed(_ id: String, error: Int? = nil, method: String = "tools/call") -> RequestCompleted {
        RequestCompleted(request: id, method: method, errorCode: error, seconds: 1)
    }

    @Test("counts an operation as begun when it is received and as a success when it is answered")
    func success() {
        Given(OperationMetrics.self, received("1"), tool("1"), completed("1"), received("2")).then {
            #expect($0.operations.started == 2 && $0.operations.success == 1 && $0.operations.error == 0)
            #expect($0.toolCalls.success == 1 && $0.tool("echo")?.success == 1 && $0.activeRequests == 1)
            #expect($0.method("tools/call")?.durations.sum == 1)
        }
    }

    @Test("counts an operation as an error where it was answered with one, or its tool failed")
    func errors() {
        Given(
            OperationMetrics.self, received("1"), completed("1", error: -32602), received("2"), tool("2", .toolError),
            completed("2")
        ).then {
            #expect($0.operations.error == 2 && $0.operations.success == 0 && $0.operations.errorRatio == 1)
            #expect($0.toolCalls.error == 1)
        }
    }

    @Test("counts a cancelled operation neither as a success nor as an error")
    func cancelled() {
        Given(OperationMetrics.self, received("1"), tool("1", .cancelled), completed("1")).then {
            #expect($0.operations.cancelled == 1 && $0.operations.errorRatio == nil)
        }
    }

    @Test("forgets open requests when the service starts anew")
    func restart() {
        let start = ServiceStarted(instance: "b", version: "1", command: "serve", process: 2, address: nil)
        Given(OperationMetrics.self, received("1"), start, received("2")).then { #expect($0.activeRequests == 1) }
    }

    @Test("tells two hundred tools apart and counts the rest as one, with the totals right")
    func labels() {
        let events = (0..<300).map { tool("\($0)", name: "tool\($0)") }
        let metrics = OperationMetrics(folding: recorded(events))
        #expect(metrics.byTool.count == OperationMetrics.labelLimit + 1)
        #expect(metrics.tool("_OTHER")?.success == 100)
        #expect(metrics.byTool.reduce(0) { $0 + $1.value.success } == 300)
    }

    @Test("looks back over minutes of event time only")
    func recent() {
        let events = [
            Happening(completed("1")), Happening(completed("2"), after: 600), Happening(completed("3"), after: 60),
        ]
        Given(OperationMetrics.self, events).then { metrics, now in
            #expect(metrics.recent(5, at: now).success == 2)
            #expect(metrics.recent(60, at: now).success == 3)
            #expect(metrics.recent(5, at: now.advanced(bySeconds: 400)).success == 0)
            #expect(metrics.operations.success == 3)
        }
    }

    @Test("keeps the last sample of each gauge")
    func gauges() {
        Given(
            OperationMetrics.self, MetricsSampled(values: ["mcp.connections.active": 2, "process.memory.bytes": 9]),
            MetricsSampled(values: ["mcp.connections.active": 3])
        ).then {
            #expect($0.connections == 3 && $0.gauges == ["mcp.connections.active": 3, "process.memory.bytes": 9])
        }
        #expect(OperationMetrics().connections == nil)
    }
}
