import EventStore
import Projections

/// The alerts of one rule: Prometheus' state machine for each label set, on event time.
///
/// An answer comes in and transitions go out; nothing here reads a clock, so the same answers always take the same way.
///
/// inactive → pending (the condition holds) → firing (it has held for the duration) → resolved (it holds no longer, and
/// has not for as long as the rule keeps firing). A pending alert whose condition ceases to hold is inactive at once.
struct RuleState: Codable, Equatable, Sendable {
    /// By fingerprint.
    private(set) var instances: [String: AlertInstance] = [:]

    var isEmpty: Bool { instances.isEmpty }

    /// Moves on by one answer; gives what changed, in the order of the fingerprints.
    mutating func take(_ answer: RuleAnswer, of rule: AlertRule, at tick: Tick) -> [AlertTransition] {
        guard let samples = Self.samples(answer, rule) else { return [] }
        var transitions: [AlertTransition] = []
        var present: Set<String> = []
        for sample in samples {
            let fingerprint = AlertFingerprint.text(sample.labels)
            present.insert(fingerprint)
            transitions += hold(sample, fingerprint, rule, tick)
        }
        let cause: AlertResolved.Cause = answer.hasData ? .recovered : .noData
        for fingerprint in instances.keys.sorted() where !present.contains(fingerprint) {
            if let transition = miss(fingerprint, rule, tick, cause) { transitions.append(transition) }
        }
        return transitions.enumerated().sorted {
            ($0.element.instance.identity.fingerprint, $0.offset) < (
                $1.element.instance.identity.fingerprint, $1.offset
            )
        }.map(\.element)
    }

    /// Ends every alert, in the order of the fingerprints.
    mutating func end(_ cause: AlertResolved.Cause) -> [AlertTransition] {
        defer { instances = [:] }
        return instances.sorted { $0.key < $1.key }.map { .resolved($0.value, value: nil, cause: cause) }
    }

    /// Takes over what the log says of an alert, where it was not decided here.
    mutating func adopt(_ instance: AlertInstance) { instances[instance.identity.fingerprint] = instance }

    mutating func drop(_ fingerprint: String) { instances[fingerprint] = nil }

    /// What the rule's policy makes of an answer; nil where everything stays as it is.
    private static func samples(_ answer: RuleAnswer, _ rule: AlertRule) -> [RuleAnswer.Sample]? {
        guard answer.samples.isEmpty, !answer.hasData else { return answer.samples }
        switch rule.noData {
        case .ok: return []
        case .keepLast: return nil
        case .alerting: return [.noData(of: rule, [:])]
        case .noData: return [.noData(of: rule, ["no_data": "true"])]
        }
    }

    private mutating func hold(
        _ sample: RuleAnswer.Sample, _ fingerprint: String, _ rule: AlertRule, _ tick: Tick
    ) -> [AlertTransition] {
        var transitions: [AlertTransition] = []
        if instances[fingerprint] == nil {
            let id = AlertFingerprint.id(rule: rule.name, labels: sample.labels, tick: tick.position)
            let instance = AlertInstance(
                identity: AlertIdentity(id: id, rule: rule.name, fingerprint: fingerprint, labels: sample.labels),
                series: sample.series, value: sample.value, isFiring: false, since: tick.time)
            instances[fingerprint] = instance
            if rule.duration > 0 { transitions.append(.pending(instance)) }
        }
        guard var instance = instances[fingerprint] else { return transitions }
        instance.value = sample.value
        instance.keptSince = nil
        if !instance.isFiring, tick.time.seconds(since: instance.since) >= rule.duration {
            instance.isFiring = true
            transitions.append(.fired(instance))
        }
        instances[fingerprint] = instance
        return transitions
    }

    private mutating func miss(
        _ fingerprint: String, _ rule: AlertRule, _ tick: Tick, _ cause: AlertResolved.Cause
    ) -> AlertTransition? {
        guard var instance = instances[fingerprint] else { return nil }
        if instance.isFiring, rule.keepFiringFor > 0 {
            let since = instance.keptSince ?? tick.time
            instance.keptSince = since
            if tick.time.seconds(since: since) < rule.keepFiringFor {
                instances[fingerprint] = instance
                return nil
            }
        }
        instances[fingerprint] = nil
        return .resolved(instance, value: nil, cause: cause)
    }
}

extension RuleAnswer.Sample {
    fileprivate static func noData(of rule: AlertRule, _ added: [String: String]) -> RuleAnswer.Sample {
        var labels = rule.labels.mapValues { $0.filled(AlertTemplate.Data(labels: [:], value: .nan)) }
        if !rule.severity.isEmpty, labels["severity"] == nil { labels["severity"] = rule.severity }
        labels = labels.filter { !$0.value.isEmpty }.merging(added) { $1 }
        labels["alertname"] = rule.alertName
        return RuleAnswer.Sample(labels: labels, series: [:], value: .nan)
    }
}
