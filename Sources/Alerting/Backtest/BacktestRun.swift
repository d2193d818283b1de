import EventStore
import Projections

/// One rule on its way through the past: its alerts, and who would have been told.
struct BacktestRun {
    private let rule: AlertRule
    private var state = RuleState()
    private var plan = NotificationPlan()
    private var intervals: [BacktestReport.Interval] = []
    /// Places in `intervals` by fingerprint.
    private var open: [String: Int] = [:]
    private var messages: [String: Int] = [:]
    private var exceeded: String?

    private static let intervalLimit = 100_000

    init(_ rule: AlertRule, routing: AlertRouting) {
        self.rule = rule
        plan.routing = routing
        plan.setCooldown(rule.cooldown, of: rule.name)
    }

    mutating func take(_ answers: AnswerTable, _ place: Int, at tick: Tick) {
        if state.isEmpty, answers.isSilent(place) { return tell(at: tick) }
        take(answers.answer(place), at: tick)
    }

    mutating func take(_ answer: RuleAnswer, at tick: Tick) {
        for transition in state.take(answer, of: rule, at: tick) { note(transition, tick) }
        if let limit = rule.saved.limit, limit > 0, state.instances.count > limit {
            exceeded = "exceeded limit of \(limit) with \(state.instances.count) alerts"
            for transition in state.end(.limit) { note(transition, tick) }
        }
        tell(at: tick)
    }

    func outcome(error: String?) -> BacktestReport.Outcome {
        BacktestReport.Outcome(rule: rule, intervals: intervals, messages: messages, error: error ?? exceeded)
    }

    private mutating func note(_ transition: AlertTransition, _ tick: Tick) {
        let instance = transition.instance
        let fingerprint = instance.identity.fingerprint
        if open[fingerprint] == nil {
            guard intervals.count < Self.intervalLimit else { return }
            open[fingerprint] = intervals.count
            intervals.append(
                BacktestReport.Interval(labels: instance.identity.labels, since: instance.since, value: instance.value))
        }
        guard let place = open[fingerprint] else { return }
        switch transition {
        case .pending: break
        case .fired:
            intervals[place].firedAt = tick.time
            intervals[place].value = instance.value
            plan.begin(instance, of: rule, at: tick)
        case .resolved(_, let value, let cause):
            intervals[place].resolvedAt = tick.time
            intervals[place].cause = cause
            open[fingerprint] = nil
            if instance.isFiring { plan.end(instance, value: value, at: tick) }
        }
    }

    /// Every message gets through at once.
    private mutating func tell(at tick: Tick) {
        guard plan.pass(to: tick.time) else { return }
        for delivery in plan.due() {
            messages[delivery.receiver, default: 0] += 1
            for place in delivery.news {
                let alert = delivery.alerts[place]
                plan.settle(
                    AlertNotified(
                        alert: AlertIdentity(
                            id: alert.id, rule: alert.rule, fingerprint: alert.fingerprint, labels: alert.labels),
                        handler: delivery.receiver, status: alert.status.rawValue, delivered: true, error: nil,
                        key: alert.key, group: delivery.groupKey), at: tick.time)
            }
        }
        plan.forgetSettled()
    }
}

extension NotificationPlan {
    mutating func begin(_ instance: AlertInstance, of rule: AlertRule, at tick: Tick) {
        let fact = AlertFired(
            alert: instance.identity, annotations: [:], metric: rule.metric, condition: rule.saved.condition,
            severity: instance.identity.labels["severity"] ?? "", value: instance.value, since: instance.since,
            ruleVersion: nil)
        apply(Self.event(fact, tick))
    }

    mutating func end(_ instance: AlertInstance, value: Double?, at tick: Tick) {
        apply(
            Self.event(AlertResolved(alert: instance.identity, value: value, hadFired: true, cause: .recovered), tick))
    }

    private static func event(_ fact: any Event, _ tick: Tick) -> RecordedEvent {
        RecordedEvent(
            position: tick.position, time: tick.time, stream: StreamName("alert", "backtest"), revision: .first,
            type: type(of: fact).type, version: type(of: fact).version, metadata: EventMetadata(), payload: [],
            fresh: fact)
    }
}
