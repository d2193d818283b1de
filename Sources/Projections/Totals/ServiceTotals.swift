public import EventStore

/// Every metric of this service that follows from its events: requests, tools, tasks, alerts, and the log itself.
///
/// A fold: what it holds at a position depends on the events up to there and on nothing else.
public struct ServiceTotals: Codable, Sendable {
    /// Those whose facts matter; of all others the type is counted.
    public static var reads: [any Event.Type] {
        RequestTotals.consumes + TaskTotals.consumes + AlertEvents.page + [MetricsSampled.self]
    }

    private static let readTypes = Set(reads.map { $0.type })
    private static let requestTypes = Set(RequestTotals.consumes.map { $0.type })

    private var requests = RequestTotals()
    private var tasks = TaskTotals()
    private var alerts = AlertTotals()
    private var events = LabelTable(limit: 500, initial: 0)
    private var version: String?
    private var started: Timestamp?
    private var starts = 0
    /// What the process measured of itself last, as the log has it.
    private var sample = ""

    /// Not stored: it only spares work.
    private var drawn = Drawn()

    /// The families of the parts that no event has changed since they were drawn.
    private struct Drawn {
        var requests: [MetricFamily]?
        var tasks: [MetricFamily]?
        var alerts: [MetricFamily]?
        var process: [MetricFamily]?
    }

    private enum CodingKeys: String, CodingKey {
        case requests, tasks, alerts, events, version, started, starts, sample
    }

    public init() {}

    /// As after a start, of which nothing but the kinds of its families matters.
    static var ofStartedService: ServiceTotals {
        var totals = ServiceTotals()
        totals.version = ""
        totals.started = Timestamp(nanoseconds: 0)
        return totals
    }

    public mutating func apply(_ event: RecordedEvent) {
        events.update(event.type.name) { $0 += 1 }
        guard Self.readTypes.contains(event.type) else { return }
        if event.type.name.hasPrefix("task.") {
            drawn.tasks = nil
            return tasks.apply(event)
        }
        if event.type.name.hasPrefix("alert.") {
            drawn.alerts = nil
            return alerts.apply(event)
        }
        if event.type == MetricsSampled.type { take(event) }
        if event.type == ServiceStarted.type, let fact = event.body(as: ServiceStarted.self) {
            version = fact.version
            started = event.time
            starts += 1
        }
        if Self.requestTypes.contains(event.type) {
            drawn.requests = nil
            requests.apply(event)
        }
    }

    private mutating func take(_ event: RecordedEvent) {
        sample = String(decoding: event.payload, as: UTF8.self)
        drawn.process = event.body(as: MetricsSampled.self).map(Self.families)
    }

    /// The metrics, each with all its points; those that the process samples are as of the last sample.
    public var families: [MetricFamily] {
        var totals = self
        return totals.draw()
    }

    /// The same; what has not changed since the last time is not made again.
    mutating func draw() -> [MetricFamily] {
        let drawn = Drawn(
            requests: drawn.requests ?? requests.families, tasks: drawn.tasks ?? tasks.families,
            alerts: drawn.alerts ?? alerts.families, process: drawn.process ?? process)
        self.drawn = drawn
        let parts = [drawn.requests, drawn.tasks, drawn.alerts, [log], service, drawn.process]
        return parts.flatMap { $0 ?? [] }
    }

    private var process: [MetricFamily] {
        guard let json = try? JSON(parsing: sample), case .object(let object) = json,
            let fact = try? MetricsSampled.read(object)
        else { return [] }
        return Self.families(fact)
    }

    private static func families(_ sample: MetricsSampled) -> [MetricFamily] {
        ProcessMetric.families(sample.values) + sample.families
    }

    private var log: MetricFamily {
        MetricFamily(
            name: "log.events", kind: .counter, help: "Events in the log, by type.",
            points: events.ordered.map {
                MetricPoint(labels: ["type": .string($0.label)], value: .number(MetricNumber(Double($0.value))))
            })
    }

    private var service: [MetricFamily] {
        guard let version, let started else { return [] }
        return [
            MetricFamily(
                name: "moneyprinter.build_info", kind: .gauge, help: "1, with the version that runs.",
                points: [MetricPoint(labels: ["version": .string(version)], value: .number(1))]),
            MetricFamily(
                name: "process.start_time", kind: .gauge, unit: "s", help: "When the process started, since 1970.",
                points: [MetricPoint(value: .number(MetricNumber(Double(started.nanoseconds) / 1e9)))]),
            MetricFamily(
                name: "service.starts", kind: .counter, help: "Starts of the service on this log.",
                points: [MetricPoint(value: .number(MetricNumber(Double(starts))))]),
        ]
    }
}
