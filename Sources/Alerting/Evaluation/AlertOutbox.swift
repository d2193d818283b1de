import EventStore
import Projections

/// Decisions that the log does not hold yet, in order, and what it holds.
///
/// After a start a part of the past is decided again; what the log already has is taken out here without asking it, and
/// only what was decided but not appended before the process died is left.
struct AlertOutbox: Codable, Sendable {
    /// An alert that the log's events leave open.
    struct Open: Codable, Equatable, Sendable {
        let alert: AlertIdentity
        var hasFired: Bool
    }

    private var waiting: [StoredDecision] = []
    /// Of decisions whose events have not come back from the log yet.
    private var keys: Set<String> = []
    /// By rule and fingerprint.
    private(set) var open: [String: Open] = [:]

    /// The decisions to append, the oldest first.
    var pending: [AlertDecision] { waiting.compactMap(\.decision) }

    mutating func add(_ decisions: [AlertDecision]) {
        for decision in decisions where keys.insert(decision.key).inserted { waiting.append(StoredDecision(decision)) }
    }

    /// Notes an event of an alert; false where it was not decided here.
    mutating func settle(_ event: RecordedEvent) -> Bool {
        let tick = event.metadata.causation ?? .start
        let body = event.body
        note(body)
        switch body {
        case let fact as AlertPending: return settle(AlertDecision.key(fact.alert, "pending", tick))
        case let fact as AlertFired: return settle(AlertDecision.key(fact.alert, "fired", tick))
        case let fact as AlertResolved: return settle(AlertDecision.key(fact.alert, "resolved", tick))
        case let fact as AlertRuleFailed:
            return settle("alert:\(fact.rule):\(fact.error == nil ? "healthy" : "failed"):\(tick)")
        default: return true
        }
    }

    /// Notes that the log has taken a decision, or has another in its place.
    mutating func settle(_ decision: AlertDecision, isRefused: Bool = false) {
        waiting.removeAll { $0.key == decision.key }
        if isRefused { keys.remove(decision.key) } else { note(decision.event) }
        // Samples come back as measurements do, without a word of who decided them.
        if case .recorded = decision.fact { keys.remove(decision.key) }
    }

    private mutating func settle(_ key: String) -> Bool {
        guard keys.remove(key) != nil else { return false }
        waiting.removeAll { $0.key == key }
        return true
    }

    private mutating func note(_ fact: (any Event)?) {
        switch fact {
        case let fact as AlertPending: open[Self.place(fact.alert)] = Open(alert: fact.alert, hasFired: false)
        case let fact as AlertFired: open[Self.place(fact.alert)] = Open(alert: fact.alert, hasFired: true)
        case let fact as AlertResolved: open[Self.place(fact.alert)] = nil
        default: break
        }
    }

    private static func place(_ alert: AlertIdentity) -> String { "\(alert.rule)\u{0}\(alert.fingerprint)" }
}
