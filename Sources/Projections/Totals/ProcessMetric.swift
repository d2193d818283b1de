import EventStore

/// What each flat value of `metrics.sampled` is: kind, unit and meaning.
struct ProcessMetric {
    let kind: MetricFamily.Kind
    /// As the series is called, where that is not what the value is called.
    let name: String
    let unit: String
    let help: String

    private init(_ kind: MetricFamily.Kind, _ name: String, unit: String = "", _ help: String) {
        self.kind = kind
        self.name = name
        self.unit = unit
        self.help = help
    }

    private static let known: [String: ProcessMetric] = [
        "process.cpu.seconds": ProcessMetric(.counter, "process.cpu", unit: "s", "Processor time of the process."),
        "process.memory.bytes": ProcessMetric(.gauge, "process.resident_memory", unit: "By", "Memory held in RAM."),
        "process.threads": ProcessMetric(.gauge, "process.threads", "Threads of the process."),
        "process.open_files": ProcessMetric(.gauge, "process.open_fds", "Open files and sockets."),
        "log.head": ProcessMetric(.gauge, "log.head_position", "The position of the last event."),
        "log.queue.events": ProcessMetric(.gauge, "log.queue_events", "Events that wait to be written."),
        "log.bytes": ProcessMetric(.gauge, "log.size", unit: "By", "The log's size on disk."),
        "log.append.seconds": ProcessMetric(
            .gauge, "log.append", unit: "s", "Time that the append of the last sample took."),
        "series.count": ProcessMetric(.gauge, "series.known", "Series of metrics that have samples."),
        "series.bytes": ProcessMetric(.gauge, "series.size", unit: "By", "Stored samples of metrics."),
        "series.lag.events": ProcessMetric(
            .gauge, "series.lag_events", "Events that the series of metrics have not seen yet."),
        "projections.lag.events": ProcessMetric(
            .gauge, "projections.lag_events", "Events that the read models have not seen yet."),
        "mcp.connections.active": ProcessMetric(.gauge, "mcp.connections.active", "Open connections of clients."),
        "access.keys": ProcessMetric(.gauge, "access.keys", "API keys that open something."),
        "access.locked": ProcessMetric(
            .gauge, "access.locked_addresses", "Addresses that failed to prove who they are too often."),
    ]

    static func families(_ values: [String: Double]) -> [MetricFamily] {
        values.sorted { $0.key < $1.key }.map { name, value in
            let metric = known[name] ?? ProcessMetric(.gauge, name, "A reading of the process.")
            return MetricFamily(
                name: metric.name, kind: metric.kind, unit: metric.unit, help: metric.help,
                points: [MetricPoint(value: .number(MetricNumber(value)))])
        }
    }
}
