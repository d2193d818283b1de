public import EventStore

extension ActiveAlerts {
    /// One alert of one rule, from its first pending to its end.
    public struct Alert: Codable, Equatable, Sendable {
        public enum State: String, CaseIterable, Codable, Sendable {
            /// The condition holds, not yet for the rule's duration. Turns into firing or resolved.
            case pending
            /// It has held for the duration. Turns into resolved.
            case firing
            /// It holds no longer, for good: the next time is a new alert.
            case resolved
        }

        /// Unique in the log.
        public let id: String
        public let rule: String
        public let fingerprint: String
        /// With `alertname`.
        public internal(set) var labels: [String: String]
        public internal(set) var annotations: [String: String] = [:]
        public internal(set) var state: State
        public internal(set) var metric: String
        public internal(set) var condition: String
        public internal(set) var severity: String
        /// What was held against the condition at the last transition.
        public internal(set) var value: Double?
        /// Event time at which the condition began to hold.
        public let since: Timestamp
        public internal(set) var firedAt: Timestamp?
        /// Where `alert.fired` stands.
        public internal(set) var fired: Position?
        public internal(set) var resolvedAt: Timestamp?
        /// Why it ended.
        public internal(set) var cause: String?
        /// Where its last event stands.
        public internal(set) var updated: Position
        /// Where its rule was saved.
        public internal(set) var ruleVersion: Position?
        /// The events that made it fire, the latest last.
        public internal(set) var evidence: [Position] = []
        /// Their traces.
        public internal(set) var traces: [String] = []
        /// Who was told, the latest last.
        public internal(set) var notices: [Notice] = []

        /// What one receiver was told, or could not be.
        public struct Notice: Codable, Equatable, Sendable {
            public let handler: String
            public let status: String
            public let delivered: Bool
            public let error: String?
            public let attempt: Int
            public let isFinal: Bool
            public let at: Timestamp
            public let position: Position
        }

        static let noticeLimit = 20

        mutating func add(_ fact: AlertNotified, _ event: RecordedEvent) {
            notices.append(
                Notice(
                    handler: fact.handler, status: fact.status, delivered: fact.delivered, error: fact.error,
                    attempt: fact.attempt, isFinal: fact.isFinal, at: event.time, position: event.position))
            if notices.count > Self.noticeLimit { notices.removeFirst() }
        }

        /// The reference API's payload, with what it lacks: labels, the state, since when, and the evidence.
        public var json: JSON {
            [
                "id": .string(id), "rule_name": .string(rule), "metric": .string(metric), "value": .optional(value),
                "condition": .string(condition), "severity": .string(severity),
                "timestamp": .optional(resolvedAt ?? firedAt ?? since),
                "status": .string(state == .resolved ? "resolved" : "triggered"), "state": .string(state.rawValue),
                "labels": Self.json(labels), "annotations": Self.json(annotations),
                "fingerprint": .string(fingerprint), "since": .optional(since), "fired_at": .optional(firedAt),
                "resolved_at": .optional(resolvedAt), "cause": .optional(cause), "position": .position(updated),
                "fired": fired.map(JSON.position) ?? .null,
                "rule_version": ruleVersion.map(JSON.position) ?? .null,
                "evidence": .array(evidence.map(JSON.position)), "traces": .array(traces.map(JSON.string)),
                "notifications": .array(
                    notices.map {
                        [
                            "handler": .string($0.handler), "status": .string($0.status),
                            "delivered": .bool($0.delivered), "error": .optional($0.error),
                            "attempt": .int($0.attempt), "at": .optional($0.at), "position": .position($0.position),
                        ]
                    }),
            ]
        }

        private static func json(_ texts: [String: String]) -> JSON {
            .object(JSONObject(texts.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }))
        }
    }
}
