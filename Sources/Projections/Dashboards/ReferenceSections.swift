import EventStore

extension PanelSource {
    /// The parts of the reference API's dashboard: `metrics`, `alerts` and `performance`.
    static let referenceSections: [PanelSource] = [
        PanelSource("metrics", .section, "Counters, gauges, histograms and timers by metric name", draw: metrics),
        PanelSource("alerts", .section, "Active alerts and all rules") { models in
            [
                "active": .array(models[ActiveAlerts.self].active.map(\.json)), "rules": models[RuleBook.self].json,
            ]
        },
        PanelSource("performance", .section, "Open requests and a summary of each method", draw: performance),
    ]

    private static func metrics(_ models: ReadModels) -> JSON {
        let metrics = models[OperationMetrics.self]
        let gauges = metrics.gauges.sorted { $0.key < $1.key }.map { ($0.key, JSON.double($0.value)) }
        let timers = metrics.byTool.map { ("mcp.tools.duration{tool=\"\($0.label)\"}", timer($0.value.durations)) }
        return [
            "counters": .object(JSONObject(counters(metrics))), "gauges": .object(JSONObject(gauges)),
            "histograms": ["mcp.operations.duration": metrics.operations.durations.json],
            "timers": .object(JSONObject(timers)),
        ]
    }

    private static func counters(_ metrics: OperationMetrics) -> [(String, JSON)] {
        let all = [
            ("mcp.operations.started", metrics.operations.started),
            ("mcp.operations.success", metrics.operations.success),
            ("mcp.operations.error", metrics.operations.error),
            ("mcp.tools.calls", metrics.toolCalls.durations.count), ("mcp.tools.success", metrics.toolCalls.success),
            ("mcp.tools.error", metrics.toolCalls.error),
        ]
        let tools = metrics.byTool.flatMap { tool in
            [
                ("mcp.tools.calls{tool=\"\(tool.label)\"}", tool.value.durations.count),
                ("mcp.tools.error{tool=\"\(tool.label)\"}", tool.value.error),
            ]
        }
        return (all + tools).map { ($0.0, .int($0.1)) }
    }

    private static func timer(_ durations: DurationHistogram) -> JSON {
        [
            "count": .int(durations.count), "sum": .rounded(durations.sum), "p50": .rounded(durations.quantile(0.5)),
            "p95": .rounded(durations.quantile(0.95)), "p99": .rounded(durations.quantile(0.99)),
        ]
    }

    private static func performance(_ models: ReadModels) -> JSON {
        let metrics = models[OperationMetrics.self]
        let active: [JSON] = metrics.openRequests(limit: 100).map { request in
            [
                "request": .string(request.request), "method": .string(request.method),
                "tool": .optional(request.tool), "since": .optional(request.since),
                "seconds": .rounded(models.time.map { max(0, $0.seconds(since: request.since)) }),
            ]
        }
        let summaries = metrics.byMethod.map { ($0.label, summary($0.value)) }
        return ["active_operations": .array(active), "operation_summaries": .object(JSONObject(summaries))]
    }

    private static func summary(_ counts: OperationCounts) -> JSON {
        let ended = counts.durations.count
        return [
            "count": .int(ended), "success": .int(counts.success), "error": .int(counts.error),
            "success_rate": .rounded(counts.errorRatio.map { 1 - $0 }),
            "average_seconds": .rounded(ended == 0 ? nil : counts.durations.sum / Double(ended)),
            "p95_seconds": .rounded(counts.durations.quantile(0.95)),
        ]
    }
}
