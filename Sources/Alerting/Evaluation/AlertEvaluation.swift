public import EventStore
public import Projections
public import PromQL

/// All rules and their alerts: the pure half of alerting.
///
/// Rules are evaluated on `metrics.sampled`, the tick, at its event time and from the series as they are at its
/// position. So the decisions are a function of the log: the same live, after a restart and in a back-test. A rule
/// that changes in what it watches, or is switched off or deleted, ends its alerts at once.
public struct AlertEvaluation: Codable, Sendable {
    private var table = RuleTable()
    private var touches = TouchTimes()

    /// Alerts that may be active at once, of all rules; a rule beyond them fails.
    public static let activeLimit = ActiveAlerts.activeLimit

    public init() {}

    /// The rules in force, by name; a saved rule that does not pass the checks is none.
    public var rules: [AlertRule] {
        table.watches.compactMap { stored in
            var watch = stored
            return watch.rule()?.rule
        }
    }

    /// The active alerts of a rule, by their fingerprints.
    public func instances(of rule: String) -> [AlertInstance] {
        (table[rule]?.state.instances ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    }

    /// Why a rule cannot be evaluated.
    public func error(of rule: String) -> String? { table[rule]?.error }

    /// Takes note of an event; gives what a change of a rule decides.
    public mutating func note(_ event: RecordedEvent) -> [AlertDecision] {
        touches.note(event)
        switch event.type {
        case AlertRuleSaved.type: return save(event)
        case AlertRuleDeleted.type: return delete(event)
        default: return []
        }
    }

    /// Puts a rule in force as if it had been saved there: for back-tests.
    public mutating func use(_ rule: AlertRule, version: Position) {
        table[rule.name] = RuleWatch(rule, version: version)
    }

    /// What came of the rules that were due at a tick.
    public struct Outcome: Sendable {
        fileprivate var watches: [(name: String, watch: RuleWatch)] = []
        /// In the order of the names of their rules.
        public fileprivate(set) var decisions: [AlertDecision] = []
    }

    /// The names of the rules that are to be evaluated at a tick.
    public mutating func due(at tick: Tick) -> [String] {
        var due: [String] = []
        for place in table.watches.indices where table.watches[place].isDue(at: tick, touches) {
            due.append(table.names[place])
        }
        return due
    }

    /// Evaluates rules at a tick; nothing has changed until the outcome is taken.
    ///
    /// - Parameter source: the series as they are at the tick's position.
    /// - Throws: what the source throws.
    public func outcome(of due: [String], at tick: Tick, from source: any SeriesSource) throws -> Outcome {
        let context = RuleContext(source: source, tick: tick)
        var outcome = Outcome()
        var active = table.watches.reduce(0) { $0 + $1.state.instances.count }
        for name in due {
            guard var watch = table[name] else { continue }
            let others = active - watch.state.instances.count
            outcome.decisions += try watch.evaluate(context, room: max(0, Self.activeLimit - others))
            active = others + watch.state.instances.count
            outcome.watches.append((name, watch))
        }
        return outcome
    }

    /// Takes what came of a tick, and gives what was decided.
    public mutating func take(_ outcome: Outcome) -> [AlertDecision] {
        for (name, watch) in outcome.watches { table[name] = watch }
        return outcome.decisions
    }

    /// Takes over what the log says of an alert, where it was not decided here.
    mutating func adopt(_ event: RecordedEvent) {
        switch event.body {
        case let fact as AlertPending: adopt(fact.alert, fact.value, fact.since, isFiring: false)
        case let fact as AlertFired: adopt(fact.alert, fact.value, fact.since, isFiring: true)
        case let fact as AlertResolved: table[fact.rule]?.state.drop(fact.alert.fingerprint)
        default: break
        }
    }

    private mutating func adopt(_ alert: AlertIdentity, _ value: Double, _ since: Timestamp, isFiring: Bool) {
        guard !alert.fingerprint.isEmpty else { return }
        table[alert.rule]?.state.adopt(
            AlertInstance(
                identity: alert, series: alert.labels.filter { $0.key != "alertname" }, value: value,
                isFiring: isFiring, since: since))
    }

    private mutating func save(_ event: RecordedEvent) -> [AlertDecision] {
        guard let saved = event.body(as: AlertRuleSaved.self), let rule = try? AlertRule(saved) else { return [] }
        var next = RuleWatch(rule, version: event.position)
        var decisions: [AlertDecision] = []
        if var old = table[rule.name] {
            if let before = old.rule()?.rule {
                let goesOn = before.watchesTheSame(as: rule) && rule.isEnabled
                if goesOn { next.state = old.state } else { decisions = old.end(before, at: Tick(event)) }
            }
        } else if table.count >= RuleBook.ruleLimit {
            return []
        }
        if next.looksAtMetricsOfOthers { touches.followMetrics(from: event.time) }
        table[rule.name] = next
        return decisions
    }

    private mutating func delete(_ event: RecordedEvent) -> [AlertDecision] {
        guard let fact = event.body(as: AlertRuleDeleted.self), var old = table[fact.name] else { return [] }
        table[fact.name] = nil
        return old.rule().map { old.end($0.rule, at: Tick(event)) } ?? []
    }
}
