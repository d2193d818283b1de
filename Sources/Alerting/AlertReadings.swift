public import EventStore
public import Projections

/// What every metric that rules watch is at a moment of event time: a fold of the log.
///
/// Windows are ``AlertMetric/window`` seconds, kept in slots of ten seconds aligned to the clock face, so a window
/// reaches back between 290 and 300 seconds.
public struct AlertReadings: Codable, Sendable {
    /// The events that move readings.
    public static let consumes: [any Event.Type] =
        OperationTally.consumes + [TaskCompleted.self, TaskFailed.self, MetricsSampled.self]

    private static let slotSeconds: Int64 = 10
    private static let slotCount = Int(AlertMetric.window) / Int(slotSeconds)
    private static let gaugeLimit = 1000

    /// The last sample of a gauge.
    private struct Gauge: Codable, Sendable {
        let value: Double
        let position: Position
        let time: Timestamp
    }

    private struct Slot: Codable, Sendable {
        var counts: [AlertMetric.Counter: Int] = [:]
        var operations = DurationHistogram()
        var tools = DurationHistogram()
    }

    private var tally = OperationTally()
    private var slots = SlotRing(seconds: slotSeconds, limit: slotCount, initial: Slot())
    private var gauges: [String: Gauge] = [:]
    private var evidence = EvidenceTrail()

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        switch event.type {
        case MetricsSampled.type: sample(event)
        case TaskCompleted.type: count(.tasksCompleted, event)
        case TaskFailed.type: count(.tasksFailed, event)
        default: operate(event)
        }
    }

    /// A metric's value at a moment; nil where there is no data.
    public func value(of metric: AlertMetric, at now: Timestamp) -> Double? {
        switch metric {
        case .increase(let counter): Double(total(counter, at: now))
        case .successRatio(let subject): errorRatio(of: subject, at: now).map { 1 - $0 }
        case .errorRatio(let subject): errorRatio(of: subject, at: now)
        case .quantile(let subject, let share): durations(of: subject, at: now).quantile(share)
        case .gauge(let name): gauges[name].flatMap { isRecent($0.time, at: now) ? $0.value : nil }
        }
    }

    /// The latest events of the window that made the metric what it is, at most 20, the latest last.
    ///
    /// Counters name what they counted, shares the errors, quantiles the durations that the condition holds for,
    /// gauges their sample.
    public func evidence(for rule: AlertRule, at now: Timestamp) -> [Position] {
        let start = now.advanced(bySeconds: -AlertMetric.window)
        switch rule.watched {
        case .increase(.toolCalls): return evidence.positions(of: [.toolsSuccess, .toolsError], since: start)
        case .increase(let counter): return evidence.positions(of: [counter], since: start)
        case .successRatio(let subject), .errorRatio(let subject):
            return evidence.positions(of: [subject == .tools ? .toolsError : .operationsError], since: start)
        case .quantile(let subject, _):
            return evidence.durations(of: subject, since: start) { rule.condition.holds(for: $0) }
        case .gauge(let name): return gauges[name].map { [$0.position] } ?? []
        }
    }

    private mutating func operate(_ event: RecordedEvent) {
        switch tally.observe(event) {
        case .started?: count(.operationsStarted, event)
        case .ended(_, let ending, let seconds)?:
            count(ending, success: .operationsSuccess, error: .operationsError, event)
            slots.update(at: event.time) { $0.operations.add(seconds) }
            evidence.add(seconds, of: .operations, event)
        case .tool(_, let ending, let seconds)?:
            count(ending, success: .toolsSuccess, error: .toolsError, event)
            slots.update(at: event.time) { slot in
                slot.tools.add(seconds)
                slot.counts[.toolCalls, default: 0] += 1
            }
            evidence.add(seconds, of: .tools, event)
        case nil: break
        }
    }

    private mutating func count(
        _ ending: OperationTally.Ending, success: AlertMetric.Counter, error: AlertMetric.Counter,
        _ event: RecordedEvent
    ) {
        switch ending {
        case .success: count(success, event)
        case .error: count(error, event)
        case .cancelled: break
        }
    }

    private mutating func count(_ counter: AlertMetric.Counter, _ event: RecordedEvent) {
        slots.update(at: event.time) { $0.counts[counter, default: 0] += 1 }
        evidence.add(counter, event)
    }

    private mutating func sample(_ event: RecordedEvent) {
        guard let fact = event.body(as: MetricsSampled.self) else { return }
        for (name, value) in fact.values.sorted(by: { $0.key < $1.key }) {
            guard gauges[name] != nil || gauges.count < Self.gaugeLimit else { continue }
            gauges[name] = Gauge(value: value, position: event.position, time: event.time)
        }
    }

    private func window(at now: Timestamp) -> [Slot] { slots.last(Self.slotCount, until: now) }

    private func isRecent(_ time: Timestamp, at now: Timestamp) -> Bool {
        now.seconds(since: time) < AlertMetric.window
    }

    private func total(_ counter: AlertMetric.Counter, at now: Timestamp) -> Int {
        window(at: now).reduce(0) { $0 + ($1.counts[counter] ?? 0) }
    }

    private func errorRatio(of subject: AlertMetric.Subject, at now: Timestamp) -> Double? {
        let isTools = subject == .tools
        let good = total(isTools ? .toolsSuccess : .operationsSuccess, at: now)
        let bad = total(isTools ? .toolsError : .operationsError, at: now)
        return good + bad == 0 ? nil : Double(bad) / Double(good + bad)
    }

    private func durations(of subject: AlertMetric.Subject, at now: Timestamp) -> DurationHistogram {
        window(at: now).reduce(into: DurationHistogram()) { $0.merge(subject == .tools ? $1.tools : $1.operations) }
    }
}
