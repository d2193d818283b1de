public import EventStore

extension RuleBook {
    /// One version of a rule: where, when and by whom it was saved, or that it was deleted.
    public struct Entry: Codable, Equatable, Sendable {
        public let name: String
        /// The rule as JSON, as the log holds it.
        private let text: String
        /// From 1.
        public let number: Int
        public let saved: Position
        public let savedAt: Timestamp
        public let savedBy: String?
        /// Why it was changed.
        public let reason: String?
        /// Whether the rule is in force no longer since then.
        public let isDeletion: Bool

        init(_ rule: AlertRuleSaved, _ event: RecordedEvent, number: Int) {
            name = rule.name
            text = JSON.object(rule.object).text
            reason = rule.reason
            isDeletion = false
            self.number = number
            (saved, savedAt, savedBy) = (event.position, event.time, event.metadata.principal)
        }

        init(deleting last: Entry, _ fact: AlertRuleDeleted, _ event: RecordedEvent, number: Int) {
            name = fact.name
            text = last.text
            reason = fact.reason
            isDeletion = true
            self.number = number
            (saved, savedAt, savedBy) = (event.position, event.time, event.metadata.principal)
        }

        /// The rule as it was saved; of a deletion as it was last.
        public var rule: AlertRuleSaved {
            guard let object = (try? JSON(parsing: Array(text.utf8)))?.object,
                let rule = try? AlertRuleSaved.read(object)
            else { return AlertRuleSaved(name: name, duration: 0, severity: "", enabled: false) }
            return rule
        }

        /// The rule once it is checked; nil where it does not hold up to today's checks.
        public var checked: AlertRule? { try? AlertRule(rule) }

        public var json: JSON {
            var object = (checked?.json ?? .object(rule.object)).object ?? [:]
            for key in ["metric", "condition"] where object[key] == nil { object[key] = "" }
            object["version"] = .int(number)
            object["saved"] = .position(saved)
            object["saved_at"] = .optional(savedAt)
            object["saved_by"] = .optional(savedBy)
            if let reason { object["reason"] = .string(reason) } else { object["reason"] = nil }
            if isDeletion { object["deleted"] = true }
            return .object(object)
        }
    }
}
