public import EventStore
public import Projections

/// Puts the rules of the configuration into the log.
///
/// A configured rule is saved where the configuration says something new: a change made over the API stays in force
/// until the configuration itself changes.
public struct RuleSeeder: Sendable {
    /// The principal under which configured rules are saved.
    public static let principal = "configuration"

    private let log: any EventLog

    public init(log: any EventLog) { self.log = log }

    /// Saves each rule that differs from what the configuration said last; gives their names.
    ///
    /// A rule that the configuration says no longer is deleted where it is still as the configuration had it.
    @discardableResult
    public func seed(_ rules: [AlertRule]) async throws -> [String] {
        var changed: [String] = []
        for rule in rules where try await lastConfigured(rule.name) != rule {
            try await append(rule.saved, rule.name)
            changed.append(rule.name)
        }
        let names = Set(rules.map(\.name))
        let book = RuleBook(folding: try await log.readAll(RuleBook.selection()))
        for entry in book.rules where entry.savedBy == Self.principal && !names.contains(entry.name) {
            try await append(AlertRuleDeleted(name: entry.name, reason: "no longer configured"), entry.name)
            changed.append(entry.name)
        }
        return changed
    }

    private func append(_ fact: any Event, _ rule: String) async throws(AppendError) {
        try await log.append(
            [fact], to: AlertEvents.stream(ofRule: rule), durability: .synced,
            metadata: EventMetadata(principal: Self.principal))
    }

    /// What the configuration said last; nil where it said nothing, or that there is no such rule.
    private func lastConfigured(_ name: String) async throws(StorageError) -> AlertRule? {
        let selection = Selection(stream: AlertEvents.stream(ofRule: name), principal: Self.principal)
        let last = try await log.readBackwards(selection, before: nil, limit: 1).events.first
        return last?.body(as: AlertRuleSaved.self).flatMap { try? AlertRule($0) }
    }
}
