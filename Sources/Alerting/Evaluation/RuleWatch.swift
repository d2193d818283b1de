import EventStore
import Projections
import PromQL

/// One rule in force: its alerts, and when it was evaluated.
struct RuleWatch: Codable, Sendable {
    /// The rule as JSON, as it was saved.
    private let text: String
    /// Where it was saved.
    let version: Position
    var state = RuleState()
    /// Why it could not be evaluated last; nil where it could.
    private(set) var error: String?
    /// When it was evaluated last; nil where it is to be at the next tick, whatever happened.
    private var evaluated: Timestamp?
    /// Whether time alone can change nothing: no alert waits, and none is kept firing.
    private var isQuiet = false
    /// Label sets that a recording rule gave last.
    private var recorded: [[String: String]] = []

    /// Follows from `text`.
    private var compiled: CompiledRule?
    /// Annotations of the alerts as they were last filled in, by fingerprint; only where somebody wants them.
    private var filled: [String: [String: String]] = [:]
    private var fillsAnnotations = false

    private enum CodingKeys: String, CodingKey { case text, version, state, error, evaluated, isQuiet, recorded }

    init(_ rule: AlertRule, version: Position) {
        text = JSON.object(rule.saved.object).text
        self.version = version
        compiled = CompiledRule(rule)
    }

    /// Compiles the rule anew where it was stored; nil where it does not hold up to today's checks.
    mutating func rule() -> CompiledRule? {
        if let compiled { return compiled }
        guard let object = (try? JSON(parsing: Array(text.utf8)))?.object, let saved = try? AlertRuleSaved.read(object),
            let rule = try? AlertRule(saved)
        else { return nil }
        compiled = CompiledRule(rule)
        return compiled
    }

    /// Whether it is worth knowing when samples of other programs come.
    var looksAtMetricsOfOthers: Bool { compiled?.reach.metrics?.isEmpty == false }

    /// Whether the rule is to be evaluated at a tick.
    mutating func isDue(at tick: Tick, _ touches: TouchTimes) -> Bool {
        if compiled == nil { _ = rule() }
        guard compiled?.isEnabled == true, let interval = compiled?.interval else { return false }
        guard let evaluated else { return true }
        if interval > 0 {
            guard (tick.time.seconds / interval).rounded(.down) > (evaluated.seconds / interval).rounded(.down) else {
                return false
            }
        }
        guard isQuiet, error == nil, let reach = compiled?.reach, reach.isSteady else { return true }
        return touches.reach(reach, since: evaluated)
    }

    /// Evaluates the rule and gives what follows.
    ///
    /// - Parameter room: how many alerts it may have, whatever its own limit.
    mutating func evaluate(_ context: RuleContext, room: Int = .max) throws -> [AlertDecision] {
        let tick = context.tick
        guard let compiled = rule() else { return [] }
        evaluated = tick.time
        let wantsData = compiled.rule.noData != .ok || !state.isEmpty
        let answer: RuleAnswer
        do {
            answer = try RuleAnswer(compiled, context, wantsData: wantsData)
        } catch let fault as RuleAnswer.Fault {
            return fail(fault.description, tick)
        }
        if compiled.rule.record != nil { return recover(tick) + record(answer, compiled.rule, tick) }
        let transitions = try state.take(answer, of: compiled.rule, at: tick).map { transition in
            try Self.withValue(transition, compiled, context)
        }
        fill(compiled.rule, answer, context)
        isQuiet = state.instances.values.allSatisfy { $0.isFiring && $0.keptSince == nil }
        let own = compiled.rule.saved.limit ?? 0
        let limit = min(own > 0 ? own : .max, room)
        if state.instances.count > limit {
            return exceed(limit, transitions, compiled.rule, tick)
        }
        return recover(tick)
            + transitions.map { decision($0, compiled.rule, tick, context) }
    }

    /// An alert that is over has the value that its condition no longer holds for.
    private static func withValue(
        _ transition: AlertTransition, _ compiled: CompiledRule, _ context: RuleContext
    ) throws -> AlertTransition {
        guard case .resolved(let instance, _, .recovered) = transition, let data = compiled.data,
            case let samples = try context.vector(data)
        else { return transition }
        let sample = samples.first { $0.labels.dictionary == instance.series }
        return .resolved(instance, value: sample?.value, cause: .recovered)
    }

    /// The annotations of an alert when its condition last held: for tests of rules.
    func annotations(of instance: AlertInstance) -> [String: String] { filled[instance.identity.fingerprint] ?? [:] }

    mutating func fillAnnotations() { fillsAnnotations = true }

    private mutating func fill(_ rule: AlertRule, _ answer: RuleAnswer, _ context: RuleContext) {
        guard fillsAnnotations else { return }
        for sample in answer.samples {
            let fingerprint = AlertFingerprint.text(sample.labels)
            guard let instance = state.instances[fingerprint] else { continue }
            filled[fingerprint] = rule.annotations(of: instance, context)
        }
    }

    /// Ends every alert because the rule has changed.
    mutating func end(_ rule: AlertRule, at tick: Tick) -> [AlertDecision] {
        state.end(.ruleChanged).map { decision($0, rule, tick, nil) }
    }

    private mutating func exceed(
        _ limit: Int, _ transitions: [AlertTransition], _ rule: AlertRule, _ tick: Tick
    ) -> [AlertDecision] {
        let count = state.instances.count
        // Alerts that only began at this tick are as if they had never been.
        let new = Set(transitions.filter { $0.instance.since == tick.time }.map(\.instance.identity))
        let over = transitions.filter { if case .resolved = $0 { true } else { false } }
        let ended = state.end(.limit).filter { !new.contains($0.instance.identity) }
        return (over + ended).map { decision($0, rule, tick, nil) }
            + fail("exceeded limit of \(limit) with \(count) alerts", tick)
    }

    private mutating func fail(_ reason: String, _ tick: Tick) -> [AlertDecision] {
        defer { error = reason }
        guard error == nil, let name = compiled?.rule.name else { return [] }
        return [AlertDecision(rule: name, fact: .failed(AlertRuleFailed(rule: name, error: reason)), tick: tick)]
    }

    private mutating func recover(_ tick: Tick) -> [AlertDecision] {
        guard error != nil, let name = compiled?.rule.name else { return [] }
        error = nil
        return [AlertDecision(rule: name, fact: .failed(AlertRuleFailed(rule: name, error: nil)), tick: tick)]
    }

    private mutating func record(_ answer: RuleAnswer, _ rule: AlertRule, _ tick: Tick) -> [AlertDecision] {
        let sets = answer.samples.map { $0.labels.filter { $0.key != Labels.metricName } }
        let points = zip(sets, answer.samples).map { RecordedFamily.point($0, $1.value, tick.time) }
        let ended = Set(recorded).subtracting(sets).sorted { AlertFingerprint.text($0) < AlertFingerprint.text($1) }
        recorded = sets
        guard let record = rule.record, !points.isEmpty || !ended.isEmpty else { return [] }
        let stale = ended.map { RecordedFamily.point($0, .staleMarker, tick.time) }
        let family = MetricFamily(name: record, kind: .gauge, points: points + stale)
        let fact = MetricsReceived(resource: [:], families: [family])
        return [AlertDecision(rule: rule.name, fact: .recorded(fact), tick: tick)]
    }

    private func decision(
        _ transition: AlertTransition, _ rule: AlertRule, _ tick: Tick, _ context: RuleContext?
    ) -> AlertDecision {
        let instance = transition.instance
        switch transition {
        case .pending:
            let fact = AlertPending(
                alert: instance.identity, value: instance.value, since: instance.since, ruleVersion: version)
            return AlertDecision(rule: rule.name, fact: .pending(fact), tick: tick)
        case .resolved(_, let value, let cause):
            let fact = AlertResolved(
                alert: instance.identity, value: value, hadFired: instance.isFiring, cause: cause)
            return AlertDecision(rule: rule.name, fact: .resolved(fact), tick: tick)
        case .fired:
            let fact = AlertFired(
                alert: instance.identity, annotations: rule.annotations(of: instance, context),
                metric: rule.metric.isEmpty ? rule.expr : rule.metric, condition: rule.saved.condition,
                severity: instance.identity.labels["severity"] ?? "", value: instance.value, since: instance.since,
                ruleVersion: version)
            return AlertDecision(
                rule: rule.name, fact: .fired(fact), tick: tick, expr: rule.expr, series: instance.series)
        }
    }
}

extension AlertRule {
    /// The annotations of an alert, filled in.
    func annotations(of instance: AlertInstance, _ context: RuleContext?) -> [String: String] {
        guard !annotations.isEmpty else { return [:] }
        let data =
            context?.data(instance.series, instance.value)
            ?? AlertTemplate.Data(labels: instance.series, value: instance.value)
        return annotations.mapValues { $0.filled(data) }
    }
}

/// The samples of a recording rule, in the form in which measurements come.
enum RecordedFamily {
    static func point(_ labels: [String: String], _ value: Double, _ time: Timestamp) -> MetricPoint {
        let pairs = labels.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
        let number = value.isStaleMarker ? MetricNumber.stale : MetricNumber(value)
        return MetricPoint(labels: JSONObject(pairs), time: time, value: .number(number))
    }
}
