import EventStore

extension PanelSource {
    /// Minutes that rates and quantiles look back.
    private static let minutes = 5

    static let operationSources: [PanelSource] = [
        .stat("operations.rate", "Operations ended a second, over the last five minutes") { models in
            recent(models).map { Double($0.durations.count) / Double(minutes * 60) }
        },
        .stat("operations.error_percent", "Errors among operations of the last five minutes; none where none ended") {
            recent($0)?.errorRatio.map { $0 * 100 }
        },
        .stat("operations.p50", "Median duration over the last five minutes") { recent($0)?.durations.quantile(0.5) },
        .stat("operations.p95", "95th percentile of duration, last five minutes") {
            recent($0)?.durations.quantile(0.95)
        },
        .stat("operations.p99", "99th percentile of duration, last five minutes") {
            recent($0)?.durations.quantile(0.99)
        },
        .stat("operations.total", "Operations since the log began") {
            Double($0[OperationMetrics.self].operations.started)
        },
        .stat("operations.active", "Requests not yet answered") { Double($0[OperationMetrics.self].activeRequests) },
        .stat("connections.active", "Open connections at the last sample") { $0[OperationMetrics.self].connections },
        .stat("service.uptime", "Seconds the running process has served") { models in
            models.time.flatMap { models[ServiceStatus.self].uptime(at: $0) }
        },
        PanelSource("operations.by_method", .table, "Counts and durations by method", draw: methodTable),
        PanelSource("tools.by_tool", .table, "Calls, errors and durations by tool", draw: toolTable),
        PanelSource("service.instances", .list, "The latest processes that served this log") {
            ["items": .array($0[ServiceStatus.self].latest.prefix(20).map(\.json))]
        },
        PanelSource("metrics.gauges", .table, "The process's latest samples") { models in
            let gauges = models[OperationMetrics.self].gauges.sorted { $0.key < $1.key }
            return table(["metric", "value"], gauges.map { [.string($0.key), .double($0.value)] })
        },
    ]

    static func table(_ columns: [String], _ rows: [[JSON]]) -> JSON {
        ["columns": .array(columns.map(JSON.string)), "rows": .array(rows.map(JSON.array))]
    }

    private static func recent(_ models: ReadModels) -> OperationCounts? {
        models.time.map { models[OperationMetrics.self].recent(minutes, at: $0) }
    }

    private static func row(_ label: String, _ counts: OperationCounts) -> [JSON] {
        [
            .string(label), .int(counts.durations.count), .int(counts.error),
            .rounded(counts.errorRatio.map { $0 * 100 }), .rounded(counts.durations.quantile(0.5)),
            .rounded(counts.durations.quantile(0.95)),
        ]
    }

    private static func methodTable(_ models: ReadModels) -> JSON {
        table(
            ["method", "ended", "errors", "error_percent", "p50", "p95"],
            models[OperationMetrics.self].byMethod.map { row($0.label, $0.value) })
    }

    private static func toolTable(_ models: ReadModels) -> JSON {
        table(
            ["tool", "calls", "errors", "error_percent", "p50", "p95"],
            models[OperationMetrics.self].byTool.map { row($0.label, $0.value) })
    }
}
