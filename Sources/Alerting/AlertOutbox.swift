import EventStore
import Projections

/// Decisions that the log does not hold yet, in order.
///
/// On a start all of the past is decided again; what the log already has is taken out here without asking it, and only
/// what was decided but not appended before the process died is left.
struct AlertOutbox: Codable, Sendable {
    /// What the recorded events say of a rule's alert.
    enum Recorded: String, CaseIterable, Codable, Sendable { case pending, firing }

    private static let types: Set<EventType> = [AlertPending.type, AlertFired.type, AlertResolved.type]

    private var waiting: [AlertDecision] = []
    private var keys: Set<String> = []
    /// By rule; rules without an open alert are left out.
    private(set) var recorded: [String: Recorded] = [:]

    /// The decisions to append, the oldest first.
    var pending: [AlertDecision] { waiting }

    mutating func add(_ decisions: [AlertDecision]) {
        for decision in decisions where keys.insert(decision.key).inserted { waiting.append(decision) }
    }

    private enum CodingKeys: String, CodingKey { case waiting, recorded }

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        waiting = try container.decode([StoredDecision].self, forKey: .waiting).map { try AlertDecision($0) }
        recorded = try container.decode([String: Recorded].self, forKey: .recorded)
        keys = Set(waiting.map(\.key))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(waiting.map(StoredDecision.init), forKey: .waiting)
        try container.encode(recorded, forKey: .recorded)
    }

    /// Notes what the log says has been appended.
    mutating func settle(_ event: RecordedEvent) {
        guard Self.types.contains(event.type) else { return }
        let tick = event.metadata.causation ?? .start
        switch event.body {
        case let fact as AlertPending: settle(fact.rule, "pending", .pending, tick)
        case let fact as AlertFired: settle(fact.rule, "fired", .firing, tick)
        case let fact as AlertResolved: settle(fact.rule, "resolved", nil, tick)
        default: break
        }
    }

    /// Notes that the log has taken a decision.
    mutating func settle(_ decision: AlertDecision) {
        let now: Recorded? =
            switch decision.transition {
            case .pending: .pending
            case .fired: .firing
            case .resolved: nil
            }
        settle(decision.rule.name, decision.transition.name, now, decision.tick)
    }

    private mutating func settle(_ rule: String, _ transition: String, _ now: Recorded?, _ tick: Position) {
        recorded[rule] = now
        let key = AlertDecision.key(rule, transition, tick)
        guard keys.remove(key) != nil else { return }
        waiting.removeAll { $0.key == key }
    }
}
