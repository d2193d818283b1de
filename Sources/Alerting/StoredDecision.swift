import EventStore
import Projections

/// A decision as checkpoints hold it: the rule in the form in which it was saved, to be checked again.
struct StoredDecision: Codable {
    let rule: AlertRuleSaved
    let transition: AlertTransition
    let tick: Position
    let time: Timestamp
    let evidence: [Position]

    init(_ decision: AlertDecision) {
        rule = decision.rule.saved
        transition = decision.transition
        tick = decision.tick
        time = decision.time
        evidence = decision.evidence
    }
}

extension AlertDecision {
    init(_ stored: StoredDecision) throws(AlertRuleError) {
        self.init(
            rule: try AlertRule(stored.rule), transition: stored.transition, tick: stored.tick, time: stored.time,
            evidence: stored.evidence)
    }
}
