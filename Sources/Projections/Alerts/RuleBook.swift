public import EventStore

/// The alert rules in force: the last saved form of each.
public struct RuleBook: Projection {
    public static let name = "rule_book"
    public static let version = 1
    public static let consumes: [any Event.Type] = [AlertRuleSaved.self]

    /// Rules kept; a rule beyond them is passed over.
    public static let ruleLimit = 1000

    /// A rule and where it was last saved.
    public struct Entry: Codable, Equatable, Sendable {
        public let rule: AlertRuleSaved
        public let saved: Position
        public let savedAt: Timestamp
        public let savedBy: String?

        public var json: JSON {
            [
                "name": .string(rule.name), "metric": .string(rule.metric), "condition": .string(rule.condition),
                "duration": .double(rule.duration), "cooldown": .double(rule.cooldown),
                "severity": .string(rule.severity), "enabled": .bool(rule.enabled), "saved": .position(saved),
                "saved_at": .optional(savedAt), "saved_by": .optional(savedBy),
            ]
        }
    }

    private var entries: [String: Entry] = [:]

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        guard let rule = event.body(as: AlertRuleSaved.self) else { return }
        guard entries[rule.name] != nil || entries.count < Self.ruleLimit else { return }
        entries[rule.name] = Entry(
            rule: rule, saved: event.position, savedAt: event.time, savedBy: event.metadata.principal)
    }

    public func rule(_ name: String) -> Entry? { entries[name] }

    /// By name.
    public var rules: [Entry] { entries.values.sorted { $0.rule.name < $1.rule.name } }

    public var json: JSON { .array(rules.map(\.json)) }
}
