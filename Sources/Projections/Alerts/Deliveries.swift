public import EventStore

/// What became of notifications: counts by receiver, the latest outcomes, and the dead letters.
public struct Deliveries: Projection {
    public static let name = "alert_deliveries"
    public static let version = 1
    public static let consumes: [any Event.Type] = [AlertNotified.self]

    /// Outcomes and dead letters kept, the latest of each.
    public static let recentLimit = 200
    private static let receiverLimit = 200

    /// One attempt to tell one receiver of one alert.
    public struct Outcome: Codable, Equatable, Sendable {
        public let alert: String
        public let rule: String
        public let receiver: String
        public let status: String
        public let delivered: Bool
        public let error: String?
        public let attempt: Int
        /// Whether nobody tries again.
        public let isFinal: Bool
        public let at: Timestamp
        public let position: Position

        public var json: JSON {
            [
                "alert": .string(alert), "rule": .string(rule), "receiver": .string(receiver),
                "status": .string(status), "delivered": .bool(delivered), "error": .optional(error),
                "attempt": .int(attempt), "final": .bool(isFinal), "at": .optional(at), "position": .position(position),
            ]
        }
    }

    /// What one receiver took and refused.
    public struct Receiver: Codable, Equatable, Sendable {
        public internal(set) var delivered = 0
        /// Attempts that failed, dead letters among them.
        public internal(set) var failed = 0
        public internal(set) var dead = 0
        public internal(set) var lastDelivered: Timestamp?
        public internal(set) var lastFailed: Timestamp?
        public internal(set) var lastError: String?
    }

    private var byReceiver: [String: Receiver] = [:]
    private var latest: [Outcome] = []
    private var dead: [Outcome] = []

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        guard let fact = event.body(as: AlertNotified.self) else { return }
        let outcome = Outcome(
            alert: fact.alert.id, rule: fact.rule, receiver: fact.handler, status: fact.status,
            delivered: fact.delivered, error: fact.error, attempt: fact.attempt, isFinal: fact.isFinal, at: event.time,
            position: event.position)
        Self.keep(outcome, in: &latest)
        if fact.isFinal, !fact.delivered { Self.keep(outcome, in: &dead) }
        guard byReceiver[fact.handler] != nil || byReceiver.count < Self.receiverLimit else { return }
        byReceiver[fact.handler, default: Receiver()].note(outcome)
    }

    /// By name.
    public var receivers: [(name: String, value: Receiver)] {
        byReceiver.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The latest first.
    public var outcomes: [Outcome] { latest.reversed() }
    public var deadLetters: [Outcome] { dead.reversed() }

    public var json: JSON {
        [
            "receivers": .array(
                receivers.map { name, value in
                    [
                        "receiver": .string(name), "delivered": .int(value.delivered), "failed": .int(value.failed),
                        "dead": .int(value.dead), "last_delivered": .optional(value.lastDelivered),
                        "last_failed": .optional(value.lastFailed), "last_error": .optional(value.lastError),
                    ]
                }), "outcomes": .array(outcomes.map(\.json)), "dead_letters": .array(deadLetters.map(\.json)),
        ]
    }

    private static func keep(_ outcome: Outcome, in list: inout [Outcome]) {
        list.append(outcome)
        if list.count > recentLimit { list.removeFirst() }
    }
}

extension Deliveries.Receiver {
    fileprivate mutating func note(_ outcome: Deliveries.Outcome) {
        if outcome.delivered {
            delivered += 1
            lastDelivered = outcome.at
        } else {
            failed += 1
            dead += outcome.isFinal ? 1 : 0
            lastFailed = outcome.at
            lastError = outcome.error
        }
    }
}
