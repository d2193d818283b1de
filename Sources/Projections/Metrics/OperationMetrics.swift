public import EventStore

/// Counters, durations and rates of everything that clients ask for, and the latest samples of the process itself.
///
/// Counters run since the log began; ``recent(_:at:)`` looks at the last hour of event time, a
/// minute a cell. At most ``labelLimit`` methods and tools are told apart, the rest count as `_OTHER`.
public struct OperationMetrics: Projection {
    public static let name = "operation_metrics"
    public static let version = 2
    public static let consumes = OperationTally.consumes + [MetricsSampled.self]

    /// Methods, and tools, that are told apart.
    public static let labelLimit = 200
    /// Gauges kept by name.
    public static let gaugeLimit = 200
    /// Minutes kept.
    public static let minuteLimit = 60
    /// The gauge of open connections, as the process samples it.
    public static let connectionGauge = "mcp.connections.active"

    /// All operations since the log began.
    public private(set) var operations = OperationCounts()
    /// All tool calls since the log began; `started` stays 0, for only their end is an event.
    public private(set) var toolCalls = OperationCounts()
    private var tally = OperationTally()
    private var methods = LabelTable(limit: labelLimit, initial: OperationCounts())
    private var tools = LabelTable(limit: labelLimit, initial: OperationCounts())
    private var minutes = SlotRing(seconds: 60, limit: minuteLimit, initial: OperationCounts())
    private var latest: [String: Double] = [:]

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        if event.type == MetricsSampled.type { return sample(event) }
        switch tally.observe(event) {
        case .started(let method)?:
            operations.started += 1
            methods.update(method) { $0.started += 1 }
            minutes.update(at: event.time) { $0.started += 1 }
        case .ended(let method, let ending, let seconds)?:
            operations.end(ending, seconds: seconds)
            methods.update(method) { $0.end(ending, seconds: seconds) }
            minutes.update(at: event.time) { $0.end(ending, seconds: seconds) }
        case .tool(let name, let ending, let seconds)?:
            toolCalls.end(ending, seconds: seconds)
            tools.update(name) { $0.end(ending, seconds: seconds) }
        case nil: break
        }
    }

    /// Requests received and not yet answered.
    public var activeRequests: Int { tally.openCount }

    /// The last sampled value of every gauge, by name.
    public var gauges: [String: Double] { latest }

    /// Open connections at the last sample; nil where none was taken.
    public var connections: Double? { latest[Self.connectionGauge] }

    public func method(_ name: String) -> OperationCounts? { methods[name] }
    public func tool(_ name: String) -> OperationCounts? { tools[name] }

    /// Counts by method, in alphabetical order.
    public var byMethod: [(label: String, value: OperationCounts)] { methods.ordered }
    /// Counts by tool, in alphabetical order.
    public var byTool: [(label: String, value: OperationCounts)] { tools.ordered }

    /// Everything of the last minutes of event time, the current one included.
    public func recent(_ count: Int, at now: Timestamp) -> OperationCounts {
        minutes.last(count, until: now).reduce(into: OperationCounts()) { $0.merge($1) }
    }

    /// The open requests, the oldest first, up to `limit`.
    func openRequests(limit: Int) -> [OperationTally.Open] { Array(tally.open.prefix(limit)) }

    private mutating func sample(_ event: RecordedEvent) {
        guard let fact = event.body(as: MetricsSampled.self) else { return }
        let isAsBefore = fact.values.count == latest.count
        // Most samples have the names of the one before, and their table its order: then no name is looked up.
        if isAsBefore, zip(latest.keys, fact.values.keys).allSatisfy({ $0 == $1 }) { return latest = fact.values }
        var others: [(name: String, value: Double)] = []
        for (name, value) in fact.values {
            guard let place = latest.index(forKey: name) else {
                others.append((name, value))
                continue
            }
            latest.values[place] = value
        }
        if isAsBefore, others.isEmpty { latest = fact.values }
        // Which find room must not depend on hash order.
        for (name, value) in others.sorted(by: { $0.name < $1.name }) where latest.count < Self.gaugeLimit {
            latest[name] = value
        }
    }
}
