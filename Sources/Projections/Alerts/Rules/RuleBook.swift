public import EventStore

/// The alert rules in force, and the versions that each of them had.
public struct RuleBook: Projection {
    public static let name = "rule_book"
    public static let version = 2
    public static let consumes: [any Event.Type] = [
        AlertRuleSaved.self, AlertRuleDeleted.self, AlertRuleFailed.self,
    ]

    /// Rules kept; a rule beyond them is passed over.
    public static let ruleLimit = 1000
    /// Versions kept of a rule, the newest; the log has them all.
    public static let versionLimit = 20

    private var entries: [String: Entry] = [:]
    private var past: [String: [Entry]] = [:]
    private var errors: [String: String] = [:]

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        switch event.body {
        case let rule as AlertRuleSaved: save(rule, event)
        case let fact as AlertRuleDeleted: delete(fact, event)
        case let fact as AlertRuleFailed: errors[fact.rule] = entries[fact.rule] == nil ? nil : fact.error
        default: break
        }
    }

    public func rule(_ name: String) -> Entry? { entries[name] }

    /// By name.
    public var rules: [Entry] { entries.values.sorted { $0.name < $1.name } }

    /// Why a rule cannot be evaluated; nil where it can.
    public func error(of rule: String) -> String? { errors[rule] }

    /// The versions of a rule, the newest first, also where it is deleted: its deletion is one of them.
    public func versions(of name: String) -> [Entry] { (past[name] ?? []).reversed() }

    /// What is to be saved to bring back a version; nil where it is not known or a deletion.
    public func rollback(_ name: String, to number: Int, reason: String?) -> AlertRuleSaved? {
        guard let version = past[name]?.first(where: { $0.number == number && !$0.isDeletion }) else { return nil }
        var rule = version.rule
        rule.reason = reason ?? "back to version \(number)"
        return rule
    }

    public var json: JSON { .array(rules.map(\.json)) }

    private mutating func save(_ rule: AlertRuleSaved, _ event: RecordedEvent) {
        guard entries[rule.name] != nil || entries.count < Self.ruleLimit else { return }
        let entry = Entry(rule, event, number: nextNumber(rule.name))
        entries[rule.name] = entry
        keep(entry)
    }

    private mutating func delete(_ fact: AlertRuleDeleted, _ event: RecordedEvent) {
        guard let last = entries.removeValue(forKey: fact.name) else { return }
        errors[fact.name] = nil
        keep(Entry(deleting: last, fact, event, number: nextNumber(fact.name)))
    }

    private func nextNumber(_ name: String) -> Int { (past[name]?.last?.number ?? 0) + 1 }

    private mutating func keep(_ entry: Entry) {
        // Versions of deleted rules go first where names without end come and go.
        if past[entry.name] == nil, past.count >= 2 * Self.ruleLimit,
            let oldest = past.filter({ entries[$0.key] == nil }).min(by: { Self.age($0) < Self.age($1) })?.key
        {
            past[oldest] = nil
        }
        past[entry.name, default: []].append(entry)
        if past[entry.name]?.count ?? 0 > Self.versionLimit { past[entry.name]?.removeFirst() }
    }

    private static func age(_ item: (key: String, value: [Entry])) -> Position { item.value.last?.saved ?? .start }
}
