public import EventStore
public import Projections

/// All rules, their readings and their states: the pure half of alerting.
///
/// Rules are evaluated on `metrics.sampled`, the tick, at its event time. So the decisions are a function of the log:
/// the same live, after a restart and in a back-test. A rule that changes in what it watches, or is switched off, ends
/// its alert at once.
public struct AlertEvaluation: Codable, Sendable {
    /// The events that matter here; others may be left out.
    public static let consumes: [any Event.Type] = AlertReadings.consumes + [AlertRuleSaved.self]

    private struct Watch: Sendable {
        var rule: AlertRule
        var state = AlertState.inactive
    }

    /// A watch as it is stored: the rule in the form in which it was saved, to be checked again.
    private struct StoredWatch: Codable {
        let rule: AlertRuleSaved
        let state: AlertState
    }

    private enum CodingKeys: String, CodingKey { case readings, watches }

    private static let types = Set(consumes.map { $0.type })

    private var readings = AlertReadings()
    private var watches: [String: Watch] = [:]
    private var names: [String] = []

    public init() {}

    /// The rules in force, by name; a saved rule that does not pass the checks is none.
    public var rules: [AlertRule] { names.compactMap { watches[$0]?.rule } }

    /// The state of a rule's alert; nil where there is no such rule.
    public func state(of rule: String) -> AlertState? { watches[rule]?.state }

    /// Moves on by one event; gives what it decided, in the order of the rules' names.
    public mutating func apply(_ event: RecordedEvent) -> [AlertDecision] {
        guard Self.types.contains(event.type) else { return [] }
        readings.apply(event)
        switch event.type {
        case MetricsSampled.type: return names.compactMap { evaluate($0, at: event) }
        case AlertRuleSaved.type: return save(event).map { [$0] } ?? []
        default: return []
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        readings = try container.decode(AlertReadings.self, forKey: .readings)
        watches = try container.decode([String: StoredWatch].self, forKey: .watches).mapValues { watch in
            Watch(rule: try AlertRule(watch.rule), state: watch.state)
        }
        names = watches.keys.sorted()
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(readings, forKey: .readings)
        try container.encode(
            watches.mapValues { StoredWatch(rule: $0.rule.saved, state: $0.state) }, forKey: .watches)
    }

    private mutating func evaluate(_ name: String, at tick: RecordedEvent) -> AlertDecision? {
        guard let rule = watches[name]?.rule, rule.isEnabled else { return nil }
        let value = readings.value(of: rule.watched, at: tick.time)
        guard let transition = watches[name]?.state.take(value, of: rule, at: tick.time) else { return nil }
        var evidence: [Position] = []
        if case .fired = transition { evidence = readings.evidence(for: rule, at: tick.time) }
        return AlertDecision(
            rule: rule, transition: transition, tick: tick.position, time: tick.time, evidence: evidence)
    }

    private mutating func save(_ event: RecordedEvent) -> AlertDecision? {
        guard let saved = event.body(as: AlertRuleSaved.self), let rule = try? AlertRule(saved) else { return nil }
        guard var watch = watches[rule.name] else {
            guard names.count < RuleBook.ruleLimit else { return nil }
            watches[rule.name] = Watch(rule: rule)
            names.append(rule.name)
            names.sort()
            return nil
        }
        let old = watch.rule
        let isSameWatch =
            old.metric == rule.metric && old.condition == rule.condition && old.duration == rule.duration
        let transition = isSameWatch && rule.isEnabled ? nil : watch.state.end()
        watch.rule = rule
        watches[rule.name] = watch
        return transition.map {
            AlertDecision(rule: old, transition: $0, tick: event.position, time: event.time, evidence: [])
        }
    }
}
